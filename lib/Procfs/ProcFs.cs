using System.Globalization;
using CowNotebooks.Procfs.Live;

namespace CowNotebooks.Procfs;

/// <summary>A mounted /proc. Together with <see cref="ProcProcess"/> the only place that opens files.</summary>
/// <param name="root">Where it is mounted; another folder serves tests and recorded machines.</param>
public sealed class ProcFs(string root = "/proc")
{
    /// <summary>Where it is mounted.</summary>
    public string Root { get; } = root;

    /// <summary>The process that asks.</summary>
    public ProcProcess Self => Process(Environment.ProcessId);

    /// <summary>A process, running or not: every reading says by <see cref="ProcVanishedException"/> that there is none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The pid is not above 0.</exception>
    public ProcProcess Process(int pid) => new(Root, pid);

    /// <summary>The memory of the whole machine.</summary>
    /// <exception cref="ProcException">The file is missing, denied or not understood.</exception>
    public Meminfo Meminfo() => Guarded("meminfo", source => ProcFile.Read(source, Procfs.Meminfo.Parse));

    /// <summary>The pids of all processes that can be seen now, in ascending order. Any of them may be gone when it is asked.</summary>
    /// <exception cref="ProcException">The folder is missing or denied.</exception>
    public IReadOnlyList<int> Processes() => Guarded("", _ => Numbers(Root));

    /// <summary>The sub-folders that are named by a number, in ascending order.</summary>
    internal static int[] Numbers(string folder) =>
    [
        .. Directory.EnumerateDirectories(folder)
            .Select(path => int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, null, out var number) ? number : 0)
            .Where(number => number > 0)
            .Order(),
    ];

    private T Guarded<T>(string name, Func<ProcSource, T> read)
    {
        var source = new ProcSource(Path.Combine(Root, name));
        try
        {
            return read(source);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ProcDeniedException(source, e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ProcUnsupportedException(source, $"Mount proc at {Root}, on Linux.", e);
        }
        catch (IOException e)
        {
            throw new ProcUnreadableException(source, e);
        }
    }
}
