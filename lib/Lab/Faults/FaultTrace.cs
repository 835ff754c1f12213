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

/// <summary>One fault, as an example of those with its cause.</summary>
/// <param name="Cause">What it did.</param>
/// <param name="Address">The address that was touched.</param>
/// <param name="Found">What the page table had for the page when the fault came; by what the page map and the earlier faults say.</param>
/// <param name="Mapping">The mapping of the page: "[heap]", the name of a file, "anonymous memory".</param>
/// <param name="Touched">Which word of which object, or which mapping: <see cref="FaultGroup.Touched"/>.</param>
/// <param name="Symbol">The code that touched it: <see cref="FaultGroup.Symbol"/>.</param>
/// <param name="Cpu">The CPU time that the process had used since the run began; null where the kernel does not count it.</param>
public sealed record FaultExample(FaultCause Cause, ulong Address, PageTraits Found, string Mapping, string Touched, string Symbol, TimeSpan? Cpu);

/// <summary>Every page fault of the process that ran, during the run: what it did, which word was touched, and which code touched it.</summary>
/// <remarks>
/// Address and instruction are the kernel's and exact. The cause is inferred from what the page map says of the page before and after: the last fault on
/// a page that was copied is the copy.
/// </remarks>
/// <param name="Groups">The faults in groups, largest first.</param>
/// <param name="Lost">How many faults were not recorded, because they came too fast.</param>
/// <param name="SeesKernel">False when faults inside system calls are missing: they are recorded when kernel.perf_event_paranoid is 1 or less.</param>
public sealed record FaultTrace(IReadOnlyList<FaultGroup> Groups, long Lost, bool SeesKernel)
{
    /// <summary>A fault of each cause that occurred: the first on an object of the heap, else the first of all.</summary>
    public IReadOnlyList<FaultExample> Examples { get; init; } = [];

    /// <summary>How many faults.</summary>
    public long Count => Groups.Sum(group => group.Count);

    /// <summary>How many faults had that cause.</summary>
    public long CountOf(FaultCause cause) => Groups.Where(group => group.Cause == cause).Sum(group => group.Count);

    /// <summary>The faults by cause, most first.</summary>
    public IReadOnlyList<(FaultCause Cause, long Count)> ByCause =>
        [.. Groups.GroupBy(group => group.Cause).Select(group => (group.Key, Count: group.Sum(one => one.Count))).OrderByDescending(pair => pair.Count)];

    /// <summary>"7,853 faults: 7,841 copy, 9 file, 3 new."</summary>
    public override string ToString() => $"{Count:N0} faults: {string.Join(", ", ByCause.Select(cause => $"{cause.Count:N0} {cause.Cause.ToString().ToLowerInvariant()}"))}.";

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

        return causes;
    }

    /// <summary>Says of each fault what it did, which word was touched, and by which code.</summary>
    /// <param name="events">What recorded them, and has stopped.</param>
    /// <param name="faults">The faults, explained.</param>
    /// <param name="names">Names words by their address.</param>
    /// <param name="symbols">Names code by its address.</param>
    /// <param name="pages">The pages of the run.</param>
    internal static FaultTrace Of(FaultEvents events, IReadOnlyList<(FaultEvent Event, FaultCause Cause)> faults, WordNames names, SymbolTable symbols, RunPages pages)
    {
        var groups = new Dictionary<(FaultCause Cause, string Word, string? Type, string Symbol), long>();
        var examples = new Dictionary<FaultCause, (FaultExample Example, bool IsOfHeap)>();
        // What earlier faults left in the page table.
        var left = new Dictionary<ulong, PageTraits>();
        foreach (var (fault, cause) in faults)
        {
            var (owner, word) = names.At(fault.Address);
            var symbol = fault.InKernel ? "kernel, inside a system call" : symbols.NameOf(fault.Instruction);
            var key = (cause, word, owner?.Type, symbol);
            groups[key] = groups.GetValueOrDefault(key) + 1;
            var page = fault.Address / (ulong)Environment.SystemPageSize;
            if (!examples.TryGetValue(cause, out var known) || (owner is not null && !known.IsOfHeap))
            {
                var touched = new FaultGroup(cause, word, owner?.Type, symbol, 1).Touched;
                var cpu = fault.CpuTime == 0 ? (TimeSpan?)null : TimeSpan.FromMicroseconds(fault.CpuTime / 1000.0);
                var found = left.TryGetValue(page, out var earlier) ? earlier : pages.Before[page];
                examples[cause] = (new(cause, fault.Address, found, RunPages.NameOf(pages.After.MappingOf(page)), touched, symbol, cpu), owner is not null);
            }

            left[page] = cause switch
            {
                FaultCause.File => PageTraits.Present | PageTraits.FileOrShared,
                FaultCause.Zero => PageTraits.Present | PageTraits.Zero,
                _ => PageTraits.Present | PageTraits.Exclusive,
            };
        }

        var list = groups.Select(group => new FaultGroup(group.Key.Cause, group.Key.Word, group.Key.Type, group.Key.Symbol, group.Value)).OrderByDescending(group => group.Count);
        return new FaultTrace([.. list], events.Lost, events.SeesKernel) { Examples = [.. examples.Values.Select(one => one.Example).OrderBy(one => one.Cause)] };
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
