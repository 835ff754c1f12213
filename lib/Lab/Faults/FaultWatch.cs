using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab.Faults.Symbols;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Faults;

/// <summary>Listens to a process's page faults during a run, and afterwards says what each did.</summary>
internal sealed class FaultWatch : IDisposable
{
    private readonly FaultEvents? _events;
    private readonly string? _why;

    private FaultWatch(int pid, bool isWanted)
    {
        if (isWanted) _events = FaultEvents.TryStart(pid, out _why);
    }

    public static FaultWatch Start(int pid, bool isWanted) => new(pid, isWanted);

    public (FaultTrace? Trace, string? Why) Finish(RunPages pages, WordNames names, SymbolTable symbols)
    {
        if (_events is null) return (null, _why);
        var faults = _events.Stop();
        // Backwards, so that the fault met first on a page is its last.
        var seen = new HashSet<ulong>();
        var groups = new Dictionary<(FaultCause Cause, string Word, string? Type, string Symbol), long>();
        for (var i = faults.Count - 1; i >= 0; i--)
        {
            var page = faults[i].Address / (ulong)Environment.SystemPageSize;
            var cause = Cause(pages.Changes[page], pages, page, isLast: seen.Add(page));
            var (owner, word) = names.At(faults[i].Address);
            var symbol = faults[i].InKernel ? "kernel, inside a system call" : symbols.NameOf(faults[i].Instruction);
            var key = (cause, word, owner?.Type, symbol);
            groups[key] = groups.GetValueOrDefault(key) + 1;
        }

        var list = groups.Select(group => new FaultGroup(group.Key.Cause, group.Key.Word, group.Key.Type, group.Key.Symbol, group.Value)).OrderByDescending(group => group.Count);
        return (new FaultTrace([.. list], _events.Lost, _events.SeesKernel), null);
    }

    public void Dispose() => _events?.Dispose();

    private static FaultCause Cause(PageChange change, RunPages pages, ulong page, bool isLast) => change switch
    {
        PageChange.Copied when isLast => FaultCause.Copy,
        PageChange.New when isLast => FaultCause.New,
        // The page was only read at first: of a file, or zeros.
        PageChange.Copied => FaultCause.File,
        PageChange.New or PageChange.Zero => FaultCause.Zero,
        PageChange.File => FaultCause.File,
        PageChange.Swapped => FaultCause.Swap,
        PageChange.Dropped => FaultCause.New,
        PageChange.Reused => FaultCause.Reuse,
        _ => pages.Before[page].HasFlag(PageTraits.FileOrShared) ? FaultCause.File : FaultCause.Reuse,
    };
}
