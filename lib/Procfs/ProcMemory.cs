using CowNotebooks.Procfs.Live;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Procfs;

/// <summary>
/// The bytes in a process's memory: <c>/proc/PID/mem</c> (proc_pid_mem(5)), open for reading. Reading requires permission to trace the process
/// (ptrace(2), PTRACE_MODE_ATTACH): see /proc/sys/kernel/yama/ptrace_scope. It copies no shared page.
/// </summary>
public sealed class ProcMemory : IDisposable
{
    private readonly ProcProcess _process;
    private readonly ProcSource _source;
    private readonly SafeFileHandle _file;

    internal ProcMemory(ProcProcess process, ProcSource source) => (_process, _source, _file) = (process, source, ProcFile.Open(source.Path));

    /// <summary>Fills the bytes from this address.</summary>
    /// <exception cref="ProcException">The process is gone, or nothing is mapped at some of the addresses.</exception>
    public void Read(ulong address, Span<byte> bytes)
    {
        try
        {
            if (ProcFile.Fill(_file, bytes, (long)address) == bytes.Length) return;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ProcFailure.Explain(e, _source, _process);
        }

        throw ProcFailure.WithoutMemory(_source, _process);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
