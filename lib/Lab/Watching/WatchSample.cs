using CowNotebooks.Lab.Measuring;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Watching;

/// <summary>What /proc said of one process at one moment.</summary>
/// <param name="At">When, since the watch began.</param>
/// <param name="Stat">Its stat.</param>
/// <param name="Memory">Its smaps_rollup; every field null when it may not be read.</param>
/// <param name="Why">Why it may not be read; empty when it was.</param>
internal sealed record WatchSample(TimeSpan At, ProcStat Stat, SmapsRollup Memory, string Why)
{
    /// <summary>Why memory that moved was not read.</summary>
    public const string NotNow = "Its memory is read less often than asked for, to stay below 1 % of a core.";

    private const char Zombie = 'Z', Dead = 'X';

    /// <summary>The same for a row of <see cref="FigureTable"/>.</summary>
    public long? this[ProcessFigure figure] => figure.Read(new ProcessFiles(null!, Stat, Memory));

    /// <summary>
    /// Anonymous memory that others map too. The kernel does not say it: Shared_Dirty holds it after a fork, with shared memory and changed pages of files if
    /// there are any; Anonymous less Private_Dirty is free of those, but not of pages that MADV_FREE released. So the smaller of both is taken.
    /// </summary>
    public long? SharedAnonymous =>
        Memory is { Anonymous: { } anonymous, PrivateDirty: { } own, SharedDirty: { } shared } ? Math.Max(0, Math.Min(shared, anonymous - own)) : null;

    /// <summary>Anonymous memory of this process alone.</summary>
    public long? PrivateAnonymous => Memory.Anonymous - SharedAnonymous;

    /// <summary>False when memory was mapped, touched, copied or given up in between: sharing moves with the faults of one side.</summary>
    public bool IsAsIn(WatchSample other) => (Stat.StartTicks, Stat.MinorFaults, Stat.MajorFaults, Stat.RssPages, Stat.VirtualBytes)
        == (other.Stat.StartTicks, other.Stat.MinorFaults, other.Stat.MajorFaults, other.Stat.RssPages, other.Stat.VirtualBytes);

    /// <summary>The process without its memory, which costs microseconds; null when it has ended.</summary>
    public static WatchSample? Glance(ProcProcess process, TimeSpan at)
    {
        try
        {
            return process.Stat() is var stat && stat.State is not (Zombie or Dead) ? new(at, stat, default, NotNow) : null;
        }
        catch (ProcVanishedException)
        {
            return null;
        }
    }

    /// <summary>Null when the process has ended, or has no memory of its own; why then says so.</summary>
    public static WatchSample? Read(ProcProcess process, TimeSpan at, out ProcException? why)
    {
        why = null;
        try
        {
            var stat = process.Stat();
            try
            {
                return new(at, stat, process.SmapsRollup(), "");
            }
            catch (ProcException refused) when (refused is not (ProcVanishedException or ProcNoMemoryException) && stat.State is not (Zombie or Dead))
            {
                why = refused;
                return new(at, stat, default, refused.Message);
            }
        }
        catch (ProcException gone)
        {
            why = gone;
            return null;
        }
    }
}
