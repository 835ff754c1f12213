using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Lab;

/// <summary>The anonymous memory of several processes together, by two independent ways that must agree. Memory of files is not in it.</summary>
/// <param name="PssBytes">The sum of Pss_Anon of smaps_rollup (since Linux 5.3).</param>
/// <param name="FrameBytes">Their page frames, each counted once (pagemap).</param>
/// <param name="Processes">How many processes.</param>
public sealed record AnonymousMemory(long PssBytes, long FrameBytes, int Processes)
{
    /// <summary>
    /// Whether both agree within what rounding allows. The kernel cuts the sum of each process to kB, and the share of each page to 1/4,096 byte
    /// (PSS_SHIFT 12 in fs/proc/task_mmu.c).
    /// </summary>
    public bool Agrees => Math.Abs(PssBytes - FrameBytes) <= Processes * (1024 + FrameBytes / Run.PageSize / 4096);

    /// <summary>Of processes that all wait. None when the kernel hides frame numbers, or does not say Pss_Anon.</summary>
    internal static Reading<AnonymousMemory> Of(IReadOnlyList<int> pids)
    {
        try
        {
            List<ProcProcess> processes = [.. pids.Select(new ProcFs().Process)];
            if (PageFrames.Count(processes.Select(process => process.Pages(frames: true))) is not { } frames)
                return Reading.None<AnonymousMemory>("this user may not see frame numbers: run as root, with CAP_SYS_ADMIN.");
            return processes.Aggregate((long?)0, (sum, process) => sum + process.SmapsRollup().PssAnon) is { } pss
                ? new AnonymousMemory(pss, frames * Run.PageSize, processes.Count)
                : Reading.None<AnonymousMemory>("this kernel does not say Pss_Anon of smaps_rollup, which Linux has since 5.3.");
        }
        catch (ProcException refused)
        {
            return Reading.None<AnonymousMemory>(refused.Message);
        }
    }
}
