using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Measuring;

/// <summary>The files of one waiting process under /proc that figures are read from, each read once, when it is first asked for.</summary>
/// <param name="process">The process.</param>
/// <param name="stat">Its stat, read when it was found to wait.</param>
/// <param name="rollup">Its smaps_rollup, when that was read already.</param>
internal sealed class ProcessFiles(ProcProcess process, ProcStat stat, SmapsRollup? rollup = null)
{
    private SmapsRollup? _rollup = rollup;
    private ProcStatus? _status;

    public ProcStat Stat => stat;

    public SmapsRollup Rollup => _rollup ??= process.SmapsRollup();

    public ProcStatus Status => _status ??= process.Status();
}
