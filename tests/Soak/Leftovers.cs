using System.Text;
using CowNotebooks.Procfs;

namespace CowNotebooks.Soak;

/// <summary>
/// What this process and all that it starts leave behind: they inherit a mark in their environment and a folder for temporary files, both of this object.
/// Other programs may start and end meanwhile.
/// </summary>
internal sealed class Leftovers : IDisposable
{
    private const string SharedMemory = "/dev/shm", Descriptors = "/proc/self/fd", TemporaryFolder = "TMPDIR", MarkName = "COW_SOAK";
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly string? _outside = Environment.GetEnvironmentVariable(TemporaryFolder);
    private readonly string _folder = Directory.CreateTempSubdirectory("soak-").FullName;
    private readonly HashSet<string> _before = [.. Files()];
    private readonly HashSet<string> _maps = [];

    public Leftovers()
    {
        Environment.SetEnvironmentVariable(MarkName, _mark);
        Environment.SetEnvironmentVariable(TemporaryFolder, _folder);
    }

    /// <summary>A parent whose runtime may have written the names of its methods.</summary>
    public void Note(int parent) => _maps.Add(Invariant($"/tmp/perf-{parent}.map"));

    /// <summary>
    /// What this process has open, by name: <c>pipe:[123]</c>. Without the libraries, which the runtime opens when they are first needed and never closes.
    /// </summary>
    public static IReadOnlyList<string> OpenDescriptors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return
        [
            .. Directory.GetFileSystemEntries(Descriptors).Select(path => new FileInfo(path).LinkTarget)
                // One is gone: the folder was read through it.
                .OfType<string>().Where(target => !target.EndsWith(".dll", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>All that is there while no laboratory is open, and still is some seconds from now: each a sentence.</summary>
    public async Task<IReadOnlyList<string>> FindAsync()
    {
        // An orphan that was killed is reaped by init, a moment later; and other programs may use shared memory for a moment.
        for (var i = 0; i < 100 && Find().Count > 0; i++) await Task.Delay(50);
        return Find();
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(TemporaryFolder, _outside);
        // Not recursive: what is left is to be looked at.
        if (Directory.GetFileSystemEntries(_folder).Length == 0) Directory.Delete(_folder);
    }

    private List<string> Find() =>
    [
        .. Processes().Select(process => $"A process is left: {process}"),
        .. Directory.GetFileSystemEntries(_folder).Select(path => $"A temporary file or folder is left: {path}"),
        .. Files().Except(_before).Where(path => Path.GetDirectoryName(path) == SharedMemory || _maps.Contains(path)).Select(path => $"A file is left: {path}"),
    ];

    private static IEnumerable<string> Files() => Directory.EnumerateFileSystemEntries(SharedMemory).Concat(Directory.EnumerateFileSystemEntries("/tmp", "perf-*.map"));

    // Running, stopped, or not reaped: a zombie has no environment any more, but this process as its parent.
    private List<string> Processes()
    {
        var proc = new ProcFs();
        var left = proc.Self.Children().Select(pid => $"{pid}, a child of this process").ToList();
        foreach (var pid in proc.Processes())
        {
            try
            {
                if (!Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/environ")).Contains($"{MarkName}={_mark}", StringComparison.Ordinal)) continue;
                left.Add($"{pid}, state {proc.Process(pid).Stat().State}: {string.Join(' ', proc.Process(pid).CommandLine())}");
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ProcException)
            {
                // It ended just now, or is another user's.
            }
        }

        return left;
    }
}
