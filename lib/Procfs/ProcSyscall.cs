using System.Buffers.Text;

namespace CowNotebooks.Procfs;

/// <summary>
/// /proc/PID/syscall: which system call a process is in (proc_pid_syscall(5); fs/proc/base.c proc_pid_syscall; CONFIG_HAVE_ARCH_TRACEHOOK): "running", or the
/// number of the call with its arguments, or -1 when it is blocked outside of one.
/// </summary>
/// <param name="Number">The number of the call on this processor; null when the process runs, or is blocked outside of a call.</param>
public sealed record ProcSyscall(int? Number)
{
    internal static ProcSyscall Parse(ReadOnlySpan<byte> text, ProcSource source)
    {
        if (text.StartsWith("running"u8)) return new((int?)null);
        return Utf8Parser.TryParse(text, out int number, out _) ? new(number < 0 ? null : number) : throw new ProcMalformedException(source, 1, "names no system call");
    }
}
