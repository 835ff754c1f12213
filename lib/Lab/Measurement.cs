using CowNotebooks.Forking;

namespace CowNotebooks.Lab;

/// <summary>What the kernel says of one process at one moment, while it waits. Sizes are bytes.</summary>
/// <param name="Pid">Which process.</param>
/// <param name="UssBytes">Memory that is its alone: Private_Clean + Private_Dirty + Private_Hugetlb of smaps_rollup.</param>
/// <param name="PssBytes">Each page divided by the number of processes that share it: Pss of smaps_rollup.</param>
/// <param name="RssBytes">All that is resident: Rss of smaps_rollup.</param>
/// <param name="SwapBytes">What is swapped out: Swap of smaps_rollup.</param>
/// <param name="MinorFaults">Faults served without a disk since the process started: field 10 of stat.</param>
/// <param name="MajorFaults">Faults that waited for a disk: field 12 of stat.</param>
/// <param name="SharedDirtyBytes">Shared_Dirty of smaps_rollup: where anonymous pages are after a fork.</param>
/// <param name="AnonHugePagesBytes">AnonHugePages of smaps_rollup: one write into one of these splits it.</param>
/// <param name="PageTableBytes">VmPTE of status: the page tables, which USS leaves out; null when the kernel does not say.</param>
public sealed record Measurement(
    int Pid,
    long UssBytes,
    long PssBytes,
    long RssBytes,
    long SwapBytes,
    long MinorFaults,
    long MajorFaults,
    long? SharedDirtyBytes,
    long? AnonHugePagesBytes,
    long? PageTableBytes);

/// <summary>Child and parent at the same moment, both waiting.</summary>
/// <param name="parent">The parent.</param>
/// <param name="child">The child; null when the parent runs a cell and has none.</param>
public sealed class Snapshot(Measurement parent, Measurement? child)
{
    /// <summary>The parent.</summary>
    public Measurement Parent { get; } = parent;

    /// <summary>The child.</summary>
    /// <exception cref="InvalidOperationException">There was none: the parent ran a cell before it forked.</exception>
    public Measurement Child => child ?? throw new InvalidOperationException("There was no child at that moment. Fork one before you run the cell.");

    /// <summary>True when there was a child.</summary>
    public bool HasChild => child is not null;

    /// <summary>One of them.</summary>
    public Measurement Of(Role role) => role == Role.Child ? Child : Parent;
}
