using System.Reflection;

[assembly: AssemblyFixture(typeof(CowNotebooks.Tests.Alone))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace CowNotebooks.Tests;

/// <summary>
/// One test that counts pages at a time on this machine, whatever `dotnet test` starts side by side: file pages that a measured child shares with
/// another child become its own when that one ends. Beside it runs one test of a project that counts none (MeasuresPages in its project file).
/// </summary>
public sealed class Alone : IAsyncLifetime
{
    private static readonly string MeasuresPages = typeof(Alone).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == nameof(MeasuresPages)).Value!;
    private static readonly string Lock = Path.Combine(Path.GetTempPath(), $"cow-tests-{(MeasuresPages == "true" ? "" : "beside-")}{Environment.UserName}.lock");
    private FileStream? _held;

    public async ValueTask InitializeAsync()
    {
        while (_held is null)
        {
            try
            {
                // FileShare.None is flock(2): the kernel lets go of it even when this process is killed.
                _held = new FileStream(Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_held is not null) await _held.DisposeAsync();
    }
}
