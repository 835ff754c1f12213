namespace CowNotebooks.Procfs.Live;

/// <summary>
/// Explains why reading a file of one process failed. One errno has several causes, so the process is examined again.
/// </summary>
internal static class ProcFailure
{
    public static ProcException Explain(Exception failure, ProcSource source, ProcProcess process) => failure switch
    {
        // The files of a process without memory belong to root, so to other users they look denied. (When stat itself is denied there is no
        // way to tell.)
        UnauthorizedAccessException when !source.Path.EndsWith("/stat") && ExitedOrKernelThread(source, process) is { } reason => reason,
        UnauthorizedAccessException => new ProcDeniedException(source, failure),
        FileNotFoundException or DirectoryNotFoundException when !Directory.Exists(process.Root) =>
            new ProcUnsupportedException(source, $"Mount proc at {process.Root}, on Linux.", failure),
        FileNotFoundException or DirectoryNotFoundException when process.Exists =>
            new ProcUnsupportedException(source, "Use a kernel that has it: gVisor and WSL1, for example, lack files that Linux has.", failure),
        FileNotFoundException or DirectoryNotFoundException => Gone(source, failure),
        // The process ended after the file was opened, or it has no memory.
        IOException { HResult: LibC.ESRCH } => WithoutMemory(source, process),
        _ => new ProcUnreadableException(source, failure),
    };

    /// <summary>Why a process has no memory.</summary>
    public static ProcException WithoutMemory(ProcSource source, ProcProcess process) =>
        ExitedOrKernelThread(source, process)
        ?? new ProcVanishedException(source, $"Process {source.Pid} is ending and has given up its memory.");

    private static ProcException? ExitedOrKernelThread(ProcSource source, ProcProcess process)
    {
        try
        {
            return process.Stat() switch
            {
                { State: 'Z', Threads: > 1 } => new ProcVanishedException(
                    source, $"The main thread of process {source.Pid} has ended while others run, and the kernel shows the memory only of them: see /proc/{source.Pid}/task.", remedy: "Measure it while its main thread runs."),
                { State: 'Z' or 'X' } => Exited(source),
                { IsKernelThread: true, Comm: var name } =>
                    new ProcNoMemoryException(source, $"Process {source.Pid} ({name}) is a kernel thread and has no memory of its own."),
                _ => null,
            };
        }
        catch (ProcVanishedException e)
        {
            return Gone(source, e);
        }
        catch (ProcDeniedException)
        {
            return null;
        }
    }

    public static ProcVanishedException Exited(ProcSource source) =>
        new(source, $"Process {source.Pid} has exited and waits to be reaped by its parent, so {source.Path} is empty.");

    public static ProcVanishedException Gone(ProcSource source, Exception? inner = null) =>
        new(source, $"There is no process {source.Pid}: {source.Path} is gone.", inner);
}
