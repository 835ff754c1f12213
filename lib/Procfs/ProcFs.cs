using System.Globalization;
using CowNotebooks.Procfs.Live;

namespace CowNotebooks.Procfs;

/// <summary>A mounted /proc. Only this class and <see cref="ProcProcess"/> open files.</summary>
/// <param name="root">Where it is mounted; tests and recorded machines use another folder.</param>
public sealed class ProcFs(string root = "/proc")
{
    /// <summary>Where it is mounted.</summary>
    public string Root { get; } = root;

    /// <summary>The calling process.</summary>
    public ProcProcess Self => Process(Environment.ProcessId);

    /// <summary>A process, running or not: its readings throw <see cref="ProcVanishedException"/> when it does not exist.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The pid is not above 0.</exception>
    public ProcProcess Process(int pid) => new(Root, pid);

    /// <summary>The memory of the whole machine.</summary>
    /// <exception cref="ProcException">The file is missing, denied or malformed.</exception>
    public Meminfo Meminfo() => Guarded("meminfo", source => ProcFile.Read(source, Procfs.Meminfo.Parse));

    /// <summary>The pids of all processes visible now, in ascending order. Any of them may be gone when it is read.</summary>
    /// <exception cref="ProcException">The folder is missing or denied.</exception>
    public IReadOnlyList<int> Processes() => Guarded("", _ => Numbers(Root));

    /// <summary>Opens the counts of how often each page frame is mapped.</summary>
    /// <exception cref="ProcException">The file is missing, or denied: it is for root only.</exception>
    public ProcPageCounts OpenPageCounts() => Guarded("kpagecount", source => new ProcPageCounts(source));

    /// <summary>The numbers that sub-folders are named after, in ascending order.</summary>
    internal static int[] Numbers(string folder)
    {
        var numbers = new List<int>();
        foreach (var path in Directory.EnumerateDirectories(folder))
        {
            if (int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, null, out var number) && number > 0) numbers.Add(number);
        }

        numbers.Sort();
        return [.. numbers];
    }

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
