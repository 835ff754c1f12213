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

    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(500), Seldom = TimeSpan.FromSeconds(20);

    // Until the process has ended: after the last test it writes its results still, and its pages of the .NET runtime's files are mapped. The kernel unmaps the memory
    // of a process that ends before it closes its files (do_exit: exit_mm, then exit_files), so whoever gets the lock next shares none of them with this one.
    private static FileStream? Held { get; set; }

    public async ValueTask InitializeAsync()
    {
        // COW_TESTS_LAST=Lab.Tests: when all projects start at once, this one gives way. It asks so seldom that another one that waits nearly always comes first.
        var isLast = typeof(Alone).Assembly.GetName().Name == $"CowNotebooks.{Environment.GetEnvironmentVariable("COW_TESTS_LAST")}";
        if (isLast) await Task.Delay(Seldom);
        Held = await HoldAsync(MeasuresPages == "true", isLast ? Seldom : Often);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Waits until no other project holds this.</summary>
    /// <param name="measuresPages">What is held: to count pages, or to be the project beside that counts none. That one may count some, too, while it holds both.</param>
    public static Task<FileStream> HoldAsync(bool measuresPages) => HoldAsync(measuresPages, Often);

    private static async Task<FileStream> HoldAsync(bool measuresPages, TimeSpan every)
    {
        var file = Path.Combine(Path.GetTempPath(), $"cow-tests-{(measuresPages ? "" : "beside-")}{Environment.UserName}.lock");
        while (true)
        {
            try
            {
                // FileShare.None is flock(2): the kernel lets go of it even when this process is killed.
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(every);
            }
        }
    }
}
