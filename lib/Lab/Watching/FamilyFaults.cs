using CowNotebooks.Lab.Attaching;
using CowNotebooks.Lab.Faults;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;
using CowNotebooks.Procfs.Perf;

namespace CowNotebooks.Lab.Watching;

/// <summary>Records the page faults of a family of processes, and says what each did and which code took it. They are explained in batches, so that memory stays bounded.</summary>
internal sealed class FamilyFaults : IDisposable
{
    // When so many pages are known by their faults, fresh page maps take their place.
    private const int MostPages = 500_000;

    private readonly ProcFs _proc;
    private readonly FaultRecorder _recorder;
    private readonly Func<int, bool> _isWatched;
    private readonly WatchedCode _code;
    private readonly Dictionary<int, PageStates> _pages = [];
    private readonly Dictionary<FaultStackKey, long> _counts = [];

    private readonly bool _isWhole;

    private FamilyFaults(ProcFs proc, FaultRecorder recorder, Func<int, bool> isWatched, bool isWhole)
    {
        (_proc, _recorder, _isWatched, _isWhole) = (proc, recorder, isWatched, isWhole);
        _code = new(proc);
    }

    /// <summary>Completes when many faults wait to be explained.</summary>
    public Task Many => _recorder.Many;

    /// <summary>Starts recording.</summary>
    /// <param name="proc">Where the processes are.</param>
    /// <param name="pids">Them.</param>
    /// <param name="family">What they fork later too.</param>
    public static Reading<FamilyFaults> Start(ProcFs proc, IReadOnlyList<int> pids, bool family)
    {
        return FaultRecorder.Start(proc, Living).Then<FamilyFaults>(recorder =>
        {
            var living = Living();
            var faults = new FamilyFaults(proc, recorder, family ? _ => true : pids.Contains, IsWhole(proc, living));
            using var counts = Counts(proc);
            foreach (var pid in living)
            {
                faults._code.Refresh(pid);
                faults._pages[pid] = Map(proc, pid, counts) is { } map ? PageStates.Of(map) : PageStates.Unknown();
            }

            // What happened meanwhile is in some of the maps: it is known, and not counted.
            faults.Explain(recorder.Take(), isCounted: false);
            return faults;
        });

        IReadOnlyList<int> Living() => family ? Descendants.With(proc, pids) : pids;
    }

    /// <summary>True when nobody else shares anonymous pages with them: all of the first one's family is among them.</summary>
    private static bool IsWhole(ProcFs proc, IReadOnlyList<int> pids)
    {
        try
        {
            return Kinship.Find(proc, pids[0]).Family.All(relative => pids.Contains(relative.Process.Pid));
        }
        catch (Exception error) when (error is ProcException or LabUsageException)
        {
            return false;
        }
    }

    /// <summary>Reads what there is to know about processes that may end before their faults are explained.</summary>
    public void Refresh(IEnumerable<int> pids)
    {
        foreach (var pid in pids) _code.Refresh(pid);
    }

    /// <summary>Explains what was recorded since the last time.</summary>
    public void Explain()
    {
        Explain(_recorder.Take(), isCounted: true);
        if (_pages.Values.Sum(pages => (long)pages.Count) > MostPages) StartOver();
    }

    private void Explain(IReadOnlyList<RecordedEvent> events, bool isCounted)
    {
        foreach (var pid in events.Select(one => one.Pid).Distinct().Where(_isWatched)) _code.Refresh(pid);
        var causes = new FaultCause[events.Count];
        for (var i = 0; i < events.Count; i++) Note(events[i], i, causes);
        if (isCounted)
        {
            foreach (var faults in Enumerable.Range(0, events.Count).Where(i => events[i].Kind == PerfRecordKind.Fault && _isWatched(events[i].Pid)).GroupBy(i => events[i].Pid))
                Correct(faults.Key, [.. faults], events, causes);
            Count(events, causes);
        }

        foreach (var (pid, pages) in _pages) pages.EndBatch(_code.MapsOf(pid));
        Forget(events);
    }

    /// <summary>Drops what is known of processes that ended in this batch, unless their PIDs are others' by now, or further threads live on.</summary>
    private void Forget(IReadOnlyList<RecordedEvent> events)
    {
        var ended = events.Where(one => one.Kind is PerfRecordKind.Exit or PerfRecordKind.Fork).GroupBy(one => one.Pid)
            .Where(group => group.Last().Kind == PerfRecordKind.Exit && !HasThreads(group.Key)).Select(group => group.Key).ToList();
        foreach (var pid in ended) _pages.Remove(pid);
        _code.Forget(ended);
    }

    private bool HasThreads(int pid)
    {
        try
        {
            return _proc.Process(pid).Threads().Any(thread => thread.Pid != pid);
        }
        catch (ProcException)
        {
            return false;
        }
    }

    /// <summary>All faults explained so far.</summary>
    public WatchFaults Result() => new(
        [
            .. _counts.Select(pair => new FaultStack(pair.Key.Process, pair.Key.Cause, pair.Key.Frames.Split('\n'), pair.Value))
                .OrderByDescending(stack => stack.Count).ThenBy(stack => string.Join(';', stack.Frames), StringComparer.Ordinal),
        ],
        _recorder.Lost + _recorder.Dropped, _recorder.SeesKernel, [.. _code.Notes]);

    public void Dispose()
    {
        _recorder.Dispose();
        _code.Dispose();
    }

    private void Note(RecordedEvent one, int place, FaultCause[] causes)
    {
        if (!_pages.TryGetValue(one.Kind == PerfRecordKind.Fork ? one.ParentPid : one.Pid, out var pages)) _pages[one.Pid] = pages = PageStates.Unknown();
        switch (one.Kind)
        {
            case PerfRecordKind.Fork:
                _pages[one.Pid] = pages.Fork(one.Time);
                _code.Fork(one.Pid, one.ParentPid);
                break;
            case PerfRecordKind.Exec:
                _pages[one.Pid] = PageStates.Unknown();
                _code.Exec(one.Pid);
                _code.Refresh(one.Pid);
                break;
            case PerfRecordKind.Map:
                var size = (ulong)Environment.SystemPageSize;
                pages.Map(one.Address / size, (one.Address + one.Length) / size, one.Protection, one.Grows, one.Time);
                break;
            case PerfRecordKind.Exit:
                pages.HasEnded = true;
                break;
            default:
                causes[place] = pages.Explain(one.Address / (ulong)Environment.SystemPageSize, one.Time, _code.MappingOf(one.Pid, one.Address), place, _isWhole ? _pages.Values : null, causes);
                break;
        }
    }

    /// <summary>What only the page map afterwards shows: a page that kept its frame was not copied, and a first touch of a private mapping of a file was a write.</summary>
    private void Correct(int pid, int[] faults, IReadOnlyList<RecordedEvent> events, FaultCause[] causes)
    {
        if (!Array.Exists(faults, i => causes[i] is FaultCause.Copy or FaultCause.File) || Map(_proc, pid) is not { } after) return;
        var changes = _pages[pid].Before is { HasFrames: true } before && after.HasFrames ? PageChanges.Between(before, after) : null;
        foreach (var i in faults)
        {
            var page = events[i].Address / (ulong)Environment.SystemPageSize;
            if (causes[i] == FaultCause.Copy && changes?[page] == PageChange.Reused) causes[i] = FaultCause.Reuse;
            // What a child inherits of a file it may only have read once more.
            if (causes[i] == FaultCause.Copy && after[page].HasFlag(PageTraits.FileOrShared) && IsLast(i, page)) causes[i] = FaultCause.File;
            if (causes[i] == FaultCause.File && after[page] is var traits && traits.HasFlag(PageTraits.Present) && !traits.HasFlag(PageTraits.FileOrShared) && IsLast(i, page))
                causes[i] = FaultCause.Copy;
        }

        bool IsLast(int place, ulong page) => Array.FindLast(faults, i => events[i].Address / (ulong)Environment.SystemPageSize == page) == place;
    }

    private void Count(IReadOnlyList<RecordedEvent> events, FaultCause[] causes)
    {
        // Each stack is named once in a batch: a runtime may have compiled more by the next one.
        var named = new Dictionary<(int Pid, int Stack, bool InKernel), string>();
        for (var i = 0; i < events.Count; i++)
        {
            var one = events[i];
            if (one.Kind != PerfRecordKind.Fault || !_isWatched(one.Pid)) continue;
            if (!named.TryGetValue((one.Pid, one.Stack, one.InKernel), out var frames))
                named[(one.Pid, one.Stack, one.InKernel)] = frames = string.Join('\n', _code.Frames(one.Pid, _recorder.Stacks[one.Stack], one.InKernel).Select(frame => frame.Replace('\n', ' ')));
            var key = new FaultStackKey(_code.NameOf(one.Pid), causes[i], frames);
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
        }
    }

    private void StartOver()
    {
        using var counts = Counts(_proc);
        var maps = _pages.Keys.ToDictionary(pid => pid, pid => Map(_proc, pid, counts));
        // What came while they were read is explained by what was known before, and then once more, uncounted, for those maps that do not have it yet.
        var meanwhile = _recorder.Take();
        Explain(meanwhile, isCounted: true);
        foreach (var (pid, map) in maps)
        {
            if (map is not null && _pages.ContainsKey(pid)) _pages[pid] = PageStates.Of(map);
            else _pages.Remove(pid);
        }

        Explain(meanwhile, isCounted: false);
    }

    private static PageMap? Map(ProcFs proc, int pid, ProcPageCounts? counts = null)
    {
        try
        {
            return counts is null ? proc.Process(pid).Pages(frames: true) : proc.Process(pid).Pages(counts);
        }
        catch (ProcException)
        {
            // It has ended, or its page map may not be read: causes then follow from its faults alone.
            return null;
        }
    }

    /// <summary>For root alone; without them the entries of a huge page are believed.</summary>
    private static ProcPageCounts? Counts(ProcFs proc)
    {
        try
        {
            return proc.OpenPageCounts();
        }
        catch (ProcException)
        {
            return null;
        }
    }

    private sealed record FaultStackKey(string Process, FaultCause Cause, string Frames);
}
