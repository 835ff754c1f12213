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
    long SharedDirtyBytes,
    long AnonHugePagesBytes,
    long? PageTableBytes);

/// <summary>Child and parent at the same moment, both waiting.</summary>
/// <param name="Child">The child.</param>
/// <param name="Parent">The parent.</param>
public sealed record Snapshot(Measurement Child, Measurement Parent);
