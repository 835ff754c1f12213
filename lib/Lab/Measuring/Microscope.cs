using CowNotebooks.Forking;
using CowNotebooks.Lab.Faults;
using CowNotebooks.Lab.Faults.Symbols;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;
using CowNotebooks.Procfs.Perf;

namespace CowNotebooks.Lab.Measuring;

/// <summary>
/// Observes pages and faults of a process while it runs a cell, and the pages of the other side, which waits. What the kernel refuses becomes a reading with a
/// reason; the rest goes on.
/// </summary>
internal sealed class Microscope : IDisposable
{
    private readonly Laboratory _lab;
    private readonly int _pid;
    private readonly int? _other;
    private readonly LabOptions _options;
    private readonly bool _wantsCurve;
    private readonly PageWatch _pages;
    private readonly PageWatch? _others;
    private readonly Reading<FaultEvents> _faults;
    private readonly GrowthSamples? _samples;

    /// <summary>Call when both sides wait, before the first slice.</summary>
    /// <param name="lab">Whose parent it is.</param>
    /// <param name="pid">The process that will run.</param>
    /// <param name="other">The one that shares pages with it, and waits; null when there is none.</param>
    /// <param name="slices">In how many slices it will run.</param>
    public Microscope(Laboratory lab, int pid, int? other, int slices)
    {
        (_lab, _pid, _other, _options) = (lab, pid, other, lab.Options);
        _wantsCurve = WantsCurve(_options, slices);
        _pages = PageWatch.Start(pid, other ?? pid);
        _others = _options.BothSides && other is { } waiting ? PageWatch.Start(waiting, pid) : null;
        _faults = _options.TraceFaults || _wantsCurve ? FaultEvents.Start(pid) : Reading.NotAsked<FaultEvents>();
        if (_wantsCurve && _faults.Value is not { HasClock: true }) _samples = new GrowthSamples(pid);
    }

    /// <summary>The pages that are private to the process before the run.</summary>
    public PageRanges OwnBefore => _pages.OwnBefore;

    /// <summary>Call when both wait after a slice.</summary>
    public void NoteSlice()
    {
        if (_options.PagesBySlice) _pages.NoteSlice();
    }

    /// <summary>Call when both wait after the last slice, and all else is measured: reading a page that the other side has not mapped brings it in.</summary>
    public Run Finish(Run run)
    {
        if (run.After is not { } after) return Unread(run, run.Outcome.ToString(), _options);
        var map = _pages.Finish(OtherFaults(run, after));
        if (!map.IsThere) return Unread(run, map.Why, _options);
        var pages = map.Value with
        {
            Words = _lab.Description.Words,
            CopiedTypes = _lab.Heap?.Places?.TypesOn(map.Value.Copied),
            HeapCopied = ObjectMemory.Of(map.Value.Copied, _lab.Description, map.Value.After),
        };
        pages = pages with { Excerpt = PageTableExcerpt.Of(pages, _lab.Heap?.Pages(), _other, IsOtherHuge(run, after)) };
        var names = new WordNames(_lab.Description, _lab.Heap?.Places, pages);
        // Explained once, for the trace and for the curve.
        var faults = _faults.Value is { } listening ? FaultTrace.Explain(listening.Stop(), pages) : [];
        var lost = Lost(run, faults.Count);
        return run with
        {
            PageMap = pages,
            OtherPageMap = OtherMap(run, after),
            Trace = !_options.TraceFaults ? Reading.NotAsked<FaultTrace>()
                : _faults.Then(events => FaultTrace.Of(events, lost, faults, names, new SymbolTable(pages.After.Maps, _lab.PerfMap), pages)),
            Curve = !_wantsCurve ? Reading.NotAsked<GrowthCurve>()
                : _samples is not null ? _samples.Finish(_pid)
                // Without samples it listens.
                : GrowthCurve.Of(_faults.Value!, lost, faults),
            Comparison = _other is not { } other ? Reading.None<PageDiff>("The parent had no child to compare with.")
                : run.By == Role.Child ? PageComparison.Compare(pages.Copied, other, _pid, names)
                : PageComparison.Compare(pages.Copied, _pid, other, names),
        };
    }

    /// <summary>The faults that were not recorded: by the kernel's account of the whole process, where those inside system calls are seen.</summary>
    private long Lost(Run run, int recorded)
    {
        if (_faults.Value is not { } events) return 0;
        return events.SeesKernel && run.MinorFaultGrowth + run.MajorFaultGrowth is { } all ? Math.Max(events.Lost, all - recorded) : events.Lost;
    }

    private static bool WantsCurve(LabOptions options, int slices) => options.Curve && slices == 1;

    private Reading<RunPages> OtherMap(Run run, Snapshot after)
    {
        if (_other is null) return Reading.None<RunPages>("The parent had no child.");
        // Bit 56 of a huge page that is mapped as a whole says that all of it is private as soon as one of its small pages is.
        if (IsOtherHuge(run, after))
            return Reading.None<RunPages>("Of huge pages the page map does not say which of their small pages are private.");
        return _others?.Finish(run.MinorFaultGrowth ?? 0) ?? Reading.NotAsked<RunPages>();
    }

    private static bool IsOtherHuge(Run run, Snapshot after) => after.HasChild && after.Of(OtherOf(run))[FigureTable.AnonHugePages] > 0;

    private static Role OtherOf(Run run) => run.By == Role.Child ? Role.Parent : Role.Child;

    private static long OtherFaults(Run run, Snapshot after)
    {
        var other = OtherOf(run);
        return after.HasChild ? after.Of(other).MinorFaults - run.Before.Of(other).MinorFaults : 0;
    }

    /// <summary>A run of which nothing of this can be known, for that reason.</summary>
    public static Run Unread(Run run, string why, LabOptions options) => run with
    {
        PageMap = Reading.None<RunPages>(why),
        OtherPageMap = Reading.None<RunPages>(why),
        Comparison = Reading.None<PageDiff>(why),
        Trace = options.TraceFaults ? Reading.None<FaultTrace>(why) : Reading.NotAsked<FaultTrace>(),
        Curve = WantsCurve(options, run.Slices) ? Reading.None<GrowthCurve>(why) : Reading.NotAsked<GrowthCurve>(),
    };

    public void Dispose()
    {
        _faults.Value?.Dispose();
        _samples?.Dispose();
    }
}
