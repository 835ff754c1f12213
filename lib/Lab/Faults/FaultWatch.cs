using CowNotebooks.Lab.Faults.Symbols;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;
using CowNotebooks.Procfs.Perf;

namespace CowNotebooks.Lab.Faults;

/// <summary>Records a process's page faults during a run, and afterwards tells what each did.</summary>
internal sealed class FaultWatch : IDisposable
{
    private readonly Reading<FaultEvents> _events;

    private FaultWatch(Reading<FaultEvents> events) => _events = events;

    public static FaultWatch Start(int pid, bool isWanted) => new(isWanted ? FaultEvents.Start(pid) : Reading.NotAsked<FaultEvents>());

    /// <summary>True when it records, with the CPU time of each fault.</summary>
    public bool HasClock => _events.Value is { HasClock: true };

    /// <summary>How many faults were lost. Known after <see cref="Stop"/>.</summary>
    public long Lost => _events.Value?.Lost ?? 0;

    /// <summary>Stops recording: all faults in order, each with what it did.</summary>
    public IReadOnlyList<(FaultEvent Event, FaultCause Cause)> Stop(RunPages pages)
    {
        var faults = _events.Value?.Stop() ?? [];
        var causes = new (FaultEvent, FaultCause)[faults.Count];
        // Backwards, so that the first fault found on a page is its last.
        var seen = new HashSet<ulong>();
        for (var i = faults.Count - 1; i >= 0; i--)
        {
            var page = faults[i].Address / (ulong)Environment.SystemPageSize;
            causes[i] = (faults[i], Cause(pages.Changes[page], pages, page, isLast: seen.Add(page)));
        }

        return causes;
    }

    /// <summary>The trace, or why there is none.</summary>
    public Reading<FaultTrace> TraceOf(IReadOnlyList<(FaultEvent Event, FaultCause Cause)> faults, WordNames names, SymbolTable symbols) => _events.Then(events =>
    {
        var groups = new Dictionary<(FaultCause Cause, string Word, string? Type, string Symbol), long>();
        foreach (var (fault, cause) in faults)
        {
            var (owner, word) = names.At(fault.Address);
            var symbol = fault.InKernel ? "kernel, inside a system call" : symbols.NameOf(fault.Instruction);
            var key = (cause, word, owner?.Type, symbol);
            groups[key] = groups.GetValueOrDefault(key) + 1;
        }

        var list = groups.Select(group => new FaultGroup(group.Key.Cause, group.Key.Word, group.Key.Type, group.Key.Symbol, group.Value)).OrderByDescending(group => group.Count);
        return new FaultTrace([.. list], events.Lost, events.SeesKernel);
    });

    public void Dispose() => _events.Value?.Dispose();

    private static FaultCause Cause(PageChange change, RunPages pages, ulong page, bool isLast) => change switch
    {
        PageChange.Copied when isLast => FaultCause.Copy,
        PageChange.New when isLast => FaultCause.New,
        // The page was first read only: a page of a file, or the zero page.
        PageChange.Copied => FaultCause.File,
        PageChange.New or PageChange.Zero => FaultCause.Zero,
        PageChange.File => FaultCause.File,
        PageChange.Swapped => FaultCause.Swap,
        PageChange.Dropped => FaultCause.New,
        PageChange.Reused => FaultCause.Reuse,
        _ => pages.Before[page].HasFlag(PageTraits.FileOrShared) ? FaultCause.File : FaultCause.Reuse,
    };
}
