using CowNotebooks.Lab.Faults.Symbols;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Procfs.Pages;
using CowNotebooks.Procfs.Perf;

namespace CowNotebooks.Lab.Faults;

/// <summary>What a page fault did.</summary>
public enum FaultCause
{
    /// <summary>Made a private copy of a page that was shared, or of a page of a file.</summary>
    Copy,

    /// <summary>Made a page writable that was the process's alone already: no copy.</summary>
    Reuse,

    /// <summary>Mapped the zero page, as memory never written was read: no copy.</summary>
    Zero,

    /// <summary>Brought in a zeroed page for memory touched for the first time: no copy.</summary>
    New,

    /// <summary>Mapped a page of a file, and perhaps its neighbours: no copy.</summary>
    File,

    /// <summary>Brought a page back from swap.</summary>
    Swap,
}

/// <summary>Faults with the same cause, word and code.</summary>
/// <param name="Cause">What they did.</param>
/// <param name="Word">Which word of an object was touched ("header word", "reference count"), or which mapping when it belongs to no object of the heap.</param>
/// <param name="Type">The type of that object; null when the word belongs to none.</param>
/// <param name="Symbol">The code that touched it: a method, a native function, or a module and an offset in it.</param>
/// <param name="Count">How many.</param>
public sealed record FaultGroup(FaultCause Cause, string Word, string? Type, string Symbol, long Count)
{
    /// <summary>"header word of System.Int64", "[heap]".</summary>
    public string Touched => Type is null ? Word : $"{Word} of {Type}";
}

/// <summary>The last fault on a page.</summary>
/// <param name="Address">The address that was read or written.</param>
/// <param name="Group">The faults with the same cause, word and code.</param>
public readonly record struct LastFault(ulong Address, FaultGroup Group);

/// <summary>Every page fault of the process that ran, during the run: what it did, which word was touched, and which code touched it.</summary>
/// <remarks>
/// Address and instruction are the kernel's and exact. The cause is inferred from what the page map says of the page before and after: the last fault on
/// a page that was copied is the copy.
/// </remarks>
/// <param name="Groups">The faults in groups, largest first.</param>
/// <param name="Lost">How many faults were not recorded, because they came too fast, or were taken by further threads: only those of the first one are seen.</param>
/// <param name="SeesKernel">False when faults inside system calls are missing: they are recorded when kernel.perf_event_paranoid is 1 or less.</param>
public sealed record FaultTrace(IReadOnlyList<FaultGroup> Groups, long Lost, bool SeesKernel)
{
    /// <summary>A fault of each cause that occurred: the first of its largest group, on objects of the heap in anonymous memory if there are such, else on any object of it.</summary>
    public IReadOnlyList<FaultExample> Examples { get; init; } = [];

    /// <summary>The last fault on each page, in the order of addresses: it made the page what it is at the end.</summary>
    public IReadOnlyList<LastFault> LastOfPages { get; init; } = [];

    /// <summary>How many faults.</summary>
    public long Count => Groups.Sum(group => group.Count);

    /// <summary>How many faults had that cause.</summary>
    public long CountOf(FaultCause cause) => Groups.Where(group => group.Cause == cause).Sum(group => group.Count);

    /// <summary>The faults by cause, most first.</summary>
    public IReadOnlyList<(FaultCause Cause, long Count)> ByCause =>
        [.. Groups.GroupBy(group => group.Cause).Select(group => (group.Key, Count: group.Sum(one => one.Count))).OrderByDescending(pair => pair.Count)];

    /// <summary>"7,853 faults: 7,841 copy, 9 file, 3 new."</summary>
    public override string ToString() => Invariant($"{Count:N0} faults: {string.Join(", ", ByCause.Select(cause => Invariant($"{cause.Count:N0} {cause.Cause.ToString().ToLowerInvariant()}")))}{(Lost > 0 ? Invariant($"; {Lost:N0} more were not recorded") : "")}.");

    /// <summary>What each fault did, by what became of its page; in the order of the faults.</summary>
    internal static IReadOnlyList<(FaultEvent Event, FaultCause Cause)> Explain(IReadOnlyList<FaultEvent> faults, RunPages pages)
    {
        var causes = new (FaultEvent, FaultCause)[faults.Count];
        // Backwards, so that the first fault found on a page is its last.
        var seen = new HashSet<ulong>();
        for (var i = faults.Count - 1; i >= 0; i--)
        {
            var page = faults[i].Address / (ulong)Environment.SystemPageSize;
            causes[i] = (faults[i], CauseOf(pages, page, isLast: seen.Add(page)));
        }

        // Forwards: a page that was shared and has been given back was written before, by the first fault on it. Reading it takes none.
        var gone = pages.SharedGivenBack;
        seen.Clear();
        for (var i = 0; gone.Count > 0 && i < faults.Count; i++)
        {
            var page = faults[i].Address / (ulong)Environment.SystemPageSize;
            if (gone.Contains(page) && seen.Add(page)) causes[i].Item2 = FaultCause.Copy;
        }

        return causes;
    }

    /// <summary>Says of each fault what it did, which word was touched, and by which code.</summary>
    /// <param name="events">What recorded them, and has stopped.</param>
    /// <param name="lost">How many others there were.</param>
    /// <param name="faults">The faults, explained.</param>
    /// <param name="names">Names words by their address.</param>
    /// <param name="symbols">Names code by its address.</param>
    /// <param name="pages">The pages of the run.</param>
    internal static FaultTrace Of(FaultEvents events, long lost, IReadOnlyList<(FaultEvent Event, FaultCause Cause)> faults, WordNames names, SymbolTable symbols, RunPages pages)
    {
        var counts = new Dictionary<FaultGroup, long>();
        var last = new SortedDictionary<ulong, (ulong Address, FaultGroup Group)>();
        var examples = new FaultExamples(pages);
        foreach (var (fault, cause) in faults)
        {
            var (owner, word) = names.At(fault.Address);
            var symbol = fault.InKernel ? SymbolTable.InKernel : symbols.NameOf(fault.Instruction);
            var group = new FaultGroup(cause, word, owner?.Type, symbol, 0);
            counts[group] = counts.GetValueOrDefault(group) + 1;
            examples.Add(fault, group);
            last[fault.Address / (ulong)Environment.SystemPageSize] = (fault.Address, group);
        }

        var groups = counts.ToDictionary(group => group.Key, group => group.Key with { Count = group.Value });
        return new FaultTrace([.. groups.Values.OrderByDescending(group => group.Count)], lost, events.SeesKernel)
        {
            Examples = examples.Typical(groups),
            LastOfPages = [.. last.Values.Select(fault => new LastFault(fault.Address, groups[fault.Group]))],
        };
    }

    private static FaultCause CauseOf(RunPages pages, ulong page, bool isLast) => pages.Changes[page] switch
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
