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
    private readonly Dictionary<FaultCause, (FaultExample Example, bool IsOfHeap)> _examples = [];

    // What earlier faults left in the page table.
    private readonly Dictionary<ulong, PageTraits> _left = [];

    /// <summary>One of each cause that occurred, in the order of the causes.</summary>
    public IReadOnlyList<FaultExample> All => [.. _examples.Values.Select(one => one.Example).OrderBy(one => one.Cause)];

    /// <summary>Adds the next fault.</summary>
    public void Add(FaultEvent fault, FaultCause cause, string touched, string symbol, bool isOfHeap)
    {
        var page = fault.Address / (ulong)Environment.SystemPageSize;
        if (!_examples.TryGetValue(cause, out var known) || (isOfHeap && !known.IsOfHeap))
        {
            var cpu = fault.CpuTime == 0 ? (TimeSpan?)null : TimeSpan.FromMicroseconds(fault.CpuTime / 1000.0);
            var found = _left.TryGetValue(page, out var earlier) ? earlier : pages.Before[page];
            _examples[cause] = (new(cause, fault.Address, found, RunPages.NameOf(pages.After.MappingOf(page)), touched, symbol, cpu), isOfHeap);
        }

        _left[page] = cause switch
        {
            FaultCause.File => PageTraits.Present | PageTraits.FileOrShared,
            FaultCause.Zero => PageTraits.Present | PageTraits.Zero,
            _ => PageTraits.Present | PageTraits.Exclusive,
        };
    }
}
