using CowNotebooks.Lab.Faults.Symbols;
using CowNotebooks.Procfs;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Lab.Watching;

/// <summary>Names the code of watched processes: also of one that has ended, by what was known of it, or else of the process that forked it.</summary>
internal sealed class WatchedCode(ProcFs proc) : IDisposable
{
    // What writes more names than this is no runtime.
    private const long MostPerfMapBytes = 64 << 20;

    private readonly Dictionary<int, Known> _known = [];
    private readonly Dictionary<(string, ulong, uint, uint), CodeNames> _modules = [];
    private readonly HashSet<string> _notes = [];
    private readonly List<ProcessRoot> _roots = [];

    /// <summary>Why names are missing, in sentences.</summary>
    public IReadOnlyCollection<string> Notes => _notes;

    /// <summary>A process that was forked runs the code of the one that forked it.</summary>
    public void Fork(int child, int parent)
    {
        if (_known.TryGetValue(parent, out var known)) _known[child] = known;
    }

    /// <summary>It executes another program: nothing is known of it any more.</summary>
    public void Exec(int pid) => _known.Remove(pid);

    /// <summary>They have ended, and nothing more is asked of them. A folder stays open while one that they forked has the code that is named there.</summary>
    public void Forget(IEnumerable<int> pids)
    {
        foreach (var pid in pids) _known.Remove(pid);
        var used = _known.Values.SelectMany(known => new[] { known.Home.Root, known.Forker?.Root }).ToHashSet();
        foreach (var root in _roots.Where(root => !used.Contains(root))) root.Dispose();
        _roots.RemoveAll(root => !used.Contains(root));
    }

    /// <summary>Reads what there is to know about a process now, before it ends.</summary>
    public void Refresh(int pid)
    {
        var process = proc.Process(pid);
        try
        {
            var maps = process.Maps();
            var known = _known.GetValueOrDefault(pid);
            // A forked process has its parent's root, until it is asked for its own.
            var home = known?.Home is { } same && same.Pid == pid ? same : HomeOf(process);
            var forker = known?.Home is { } other && other.Pid != pid ? other : known?.Forker;
            _known[pid] = new(process.Comm, maps, new(maps, () => Methods(home, forker), map => Functions(home, map)), home, forker);
        }
        catch (ProcException)
        {
            // It has ended: what was known stays.
        }
    }

    /// <summary>The name of a process.</summary>
    public string NameOf(int pid) => _known.TryGetValue(pid, out var known) ? known.Name : "?";

    /// <summary>The mappings of a process, as they were read last; null when they are not known.</summary>
    public Maps? MapsOf(int pid) => _known.GetValueOrDefault(pid)?.Maps;

    /// <summary>The mapping of an address; null when it is not known.</summary>
    public MemoryMap? MappingOf(int pid, ulong address) =>
        _known.TryGetValue(pid, out var known) && Intervals.IndexOf(known.Maps, address, map => (map.Start, map.Length)) is >= 0 and var index ? known.Maps[index] : null;

    /// <summary>The names of the code, outermost caller first.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="callers">Innermost first: the instruction, then where callers are returned to. What is no code ends them.</param>
    /// <param name="inKernel">The kernel accessed the page, called by that code.</param>
    public IReadOnlyList<string> Frames(int pid, IReadOnlyList<ulong> callers, bool inKernel)
    {
        var frames = new List<string>();
        if (inKernel) frames.Add(SymbolTable.InKernel);
        if (_known.GetValueOrDefault(pid)?.Symbols is { } symbols)
        {
            for (var i = 0; i < callers.Count && (i == 0 || symbols.IsCode(callers[i])); i++)
            {
                // A call may be the last instruction of its function: what it returns to is then already the next one.
                frames.Add(symbols.NameOf(i == 0 ? callers[i] : callers[i] - 1));
            }
        }

        if (frames.Count == 0) frames.Add("code of a process that has ended");
        frames.Reverse();
        return frames;
    }

    public void Dispose()
    {
        foreach (var root in _roots) root.Dispose();
    }

    private CodeNames Functions(Home home, MemoryMap map)
    {
        var key = (map.Path!, map.Inode, map.DeviceMajor, map.DeviceMinor);
        if (_modules.TryGetValue(key, out var names)) return names;
        // A file that was replaced would give the names of other code.
        using var file = map.Inode == 0 || map.IsDeleted ? null : Opened(home, map.Path!, isItsOwn: false);
        return _modules[key] = file is null ? new([]) : ElfFile.ReadFunctions(file);
    }

    /// <summary>From the perf map of the process, and of the one that forked it, whose code it has.</summary>
    private CodeNames Methods(Home home, Home? forker)
    {
        var own = PerfMapOf(home);
        return forker is not null ? own.Or(PerfMapOf(forker)) : own;
    }

    private CodeNames PerfMapOf(Home home)
    {
        try
        {
            using var file = Opened(home, $"/tmp/perf-{home.OwnPid}.map", isItsOwn: true);
            if (file is null) return new([]);
            var text = new byte[Math.Min(RandomAccess.GetLength(file), MostPerfMapBytes)];
            var length = RandomAccess.Read(file, text, 0);
            return PerfMapFile.Names(text.AsSpan(0, length));
        }
        catch (IOException)
        {
            return new([]);
        }
    }

    private SafeFileHandle? Opened(Home home, string path, bool isItsOwn)
    {
        var file = home.Root?.Open(path, isItsOwn);
        if (file is { Why.Length: > 0 }) _notes.Add(file.Why);
        return file?.Value;
    }

    private Home HomeOf(ProcProcess process)
    {
        // The runtime names its perf map by its PID as it sees it itself: the last one of NSpid (since Linux 4.1).
        var own = process.Status().UnknownFields["NSpid"]?.Split('\t')[^1] ?? $"{process.Pid}";
        try
        {
            var root = process.OpenRoot();
            _roots.Add(root);
            return new(process.Pid, own, root);
        }
        catch (ProcDeniedException refused)
        {
            _notes.Add(refused.Message);
            return new(process.Pid, own, null);
        }
    }

    /// <summary>Where a process's files are.</summary>
    /// <param name="Pid">Its PID.</param>
    /// <param name="OwnPid">Its PID as it sees it itself.</param>
    /// <param name="Root">Its root; null when that may not be opened.</param>
    private sealed record Home(int Pid, string OwnPid, ProcessRoot? Root);

    private sealed record Known(string Name, Maps Maps, SymbolTable Symbols, Home Home, Home? Forker);
}
