using CowNotebooks.Lab.Pages;
using CowNotebooks.Procfs.Pages;
using CowNotebooks.Procfs.Perf;

namespace CowNotebooks.Lab.Faults;

/// <summary>One fault, as an example of those with its cause.</summary>
/// <param name="Cause">What it did.</param>
/// <param name="Address">The address that was touched.</param>
/// <param name="Found">What the page table had for the page when the fault came; by what the page map and the earlier faults say.</param>
/// <param name="Mapping">The mapping of the page: "[heap]", the name of a file, "anonymous memory".</param>
/// <param name="Touched">Which word of which object, or which mapping: <see cref="FaultGroup.Touched"/>.</param>
/// <param name="Symbol">The code that touched it: <see cref="FaultGroup.Symbol"/>.</param>
/// <param name="Cpu">The CPU time that the process had used since the run began; null where the kernel does not count it.</param>
public sealed record FaultExample(FaultCause Cause, ulong Address, PageTraits Found, string Mapping, string Touched, string Symbol, TimeSpan? Cpu);

/// <summary>Finds the examples among the faults of a run, given in their order.</summary>
/// <param name="pages">The pages of the run.</param>
internal sealed class FaultExamples(RunPages pages)
{
    // The first of each group, and how well it serves: on an object of the heap in anonymous memory, on any object of it, elsewhere.
    private readonly Dictionary<FaultGroup, (FaultExample Example, int Rank)> _first = [];

    // What earlier faults left in the page table.
    private readonly Dictionary<ulong, PageTraits> _left = [];

    /// <summary>Adds the next fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="group">Those with the same cause, word and code.</param>
    public void Add(FaultEvent fault, FaultGroup group)
    {
        var page = fault.Address / (ulong)Environment.SystemPageSize;
        if (!_first.ContainsKey(group))
        {
            var mapping = pages.After.MappingOf(page);
            var cpu = fault.CpuTime == 0 ? (TimeSpan?)null : TimeSpan.FromMicroseconds(fault.CpuTime / 1000.0);
            var found = _left.TryGetValue(page, out var earlier) ? earlier : pages.Before[page];
            var rank = group.Type is null ? 0 : mapping is { Inode: not 0 } ? 1 : 2;
            _first[group] = (new(group.Cause, fault.Address, found, RunPages.NameOf(mapping), group.Touched, group.Symbol, cpu), rank);
        }

        _left[page] = group.Cause switch
        {
            FaultCause.File => PageTraits.Present | PageTraits.FileOrShared,
            FaultCause.Zero => PageTraits.Present | PageTraits.Zero,
            _ => PageTraits.Present | PageTraits.Exclusive,
        };
    }

    /// <summary>One of each cause that occurred, in the order of the causes: of those that serve best, one of the largest group.</summary>
    /// <param name="counted">The groups, by what they were before they were counted.</param>
    public IReadOnlyList<FaultExample> Typical(IReadOnlyDictionary<FaultGroup, FaultGroup> counted) =>
    [
        .. _first.GroupBy(one => one.Key.Cause)
            .Select(same => same.OrderByDescending(one => one.Value.Rank).ThenByDescending(one => counted[one.Key].Count).First().Value.Example)
            .OrderBy(one => one.Cause),
    ];
}
