using CowNotebooks.Lab.Faults;
using CowNotebooks.Lab.Faults.Symbols;
using CowNotebooks.Lab.Pages;

namespace CowNotebooks.Lab;

/// <summary>Looks at the pages and the faults of a child during a run. What the kernel refuses stays null with a reason; the rest goes on.</summary>
internal sealed class Microscope : IDisposable
{
    private readonly Laboratory _lab;
    private readonly int _child;
    private readonly LabOptions _options;
    private readonly PageWatch _pages;
    private readonly FaultWatch _faults;

    private Microscope(Laboratory lab, int child, LabOptions options)
    {
        (_lab, _child, _options) = (lab, child, options);
        _pages = PageWatch.Start(child, lab.ParentPid);
        _faults = FaultWatch.Start(child, options.TraceFaults);
    }

    /// <summary>Call when parent and child wait, before the first slice.</summary>
    public static Microscope Start(Laboratory lab, int child, LabOptions options) => new(lab, child, options);

    /// <summary>Call when both wait after a slice.</summary>
    public void NoteSlice()
    {
        if (_options.PagesBySlice) _pages.NoteSlice();
    }

    /// <summary>Call when both wait after the last slice, and all else is measured: reading a parent's page that is not there brings it in.</summary>
    public Run Finish(Run run)
    {
        if (run.After is not { } after) return run with { WhyNoPages = $"{run.Outcome}", WhyNoDiff = $"{run.Outcome}", WhyNoFaults = Asked($"{run.Outcome}") };
        var (pages, whyNoPages) = _pages.Finish(after.Parent.MinorFaults - run.Before.Parent.MinorFaults);
        if (pages is null) return run with { WhyNoPages = whyNoPages, WhyNoDiff = whyNoPages, WhyNoFaults = Asked(whyNoPages) };
        pages = pages with { CopiedTypes = _lab.Heap?.Places?.TypesOn(pages.Copied) };
        var names = new WordNames(_lab.Runtime, _lab.Heap?.Places, pages);
        var (faults, whyNoFaults) = _faults.Finish(pages, names, new SymbolTable(pages.After.Maps, _lab.PerfMap));
        var (diff, whyNoDiff) = PageComparison.Compare(pages.Copied, _lab.ParentPid, _child, names);
        return run with { Pages = pages, Diff = diff, WhyNoDiff = whyNoDiff, Faults = faults, WhyNoFaults = whyNoFaults };
    }

    private string? Asked(string why) => _options.TraceFaults ? why : null;

    public void Dispose() => _faults.Dispose();
}
