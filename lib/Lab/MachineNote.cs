using CowNotebooks.Lab.Sentences;

namespace CowNotebooks.Lab;

/// <summary>A property of a machine that makes figures approximate or different from the notebooks' texts, as reports and <c>cow doctor</c> word it.</summary>
/// <param name="Effect">What it does to figures: a sentence.</param>
/// <param name="Remedy">What to do about it: a sentence.</param>
public sealed record MachineNote(string Effect, string Remedy)
{
    /// <summary>Faults inside system calls are visible with kernel.perf_event_paranoid at most 1, or with CAP_PERFMON (perf_event_open(2)).</summary>
    public static MachineNote KernelFaultsHidden { get; } = new(
        "Page faults inside system calls are not recorded: kernel.perf_event_paranoid is above 1.", "Root may change it: sysctl kernel.perf_event_paranoid=1");

    /// <summary>Both sentences.</summary>
    public override string ToString() => $"{Effect} {Remedy}";

    internal static MachineNote NotLinux(string sandbox) => new(
        $"This is {sandbox} and not Linux's own memory manager: its figures mean something else, or are missing.", "Measure on a Linux machine or virtual machine (WSL2 is one).");

    internal static MachineNote OtherPageSize(int bytes) => new(
        Invariant($"Pages have {bytes:N0} bytes on this machine: fewer and larger copies than with 4,096. Predictions allow for it; the notebooks' texts do not."),
        "Compare bytes, not pages.");

    internal static MachineNote MappingsUncounted { get; } = new(
        "The kernel does not count who maps each page of a large folio (CONFIG_NO_PAGE_MAPCOUNT): USS, PSS and copied pages are approximate there.",
        "Use a kernel without it, or turn transparent huge pages off.");

    internal static MachineNote HugePagesAlways { get; } = new(
        "Transparent huge pages are on for everything: one fault may bring in 512 pages, and the first write into a heap there splits them.",
        "Root may change it: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled");

    internal static MachineNote KsmRuns { get; } = new(
        "KSM runs: it may merge identical pages and make them shared again.", "Root may stop it: echo 2 > /sys/kernel/mm/ksm/run");

    internal static MachineNote SwapInUse(long bytes) => new(
        $"{ByteText.Gigabytes(bytes)} of swap are in use: a page that is swapped out leaves USS, PSS and RSS.", "Measure when memory is free, or turn swap off: swapoff -a");
}
