namespace CowNotebooks.Procfs.Live;

/// <summary>
/// Says what a refused reading of one process means. The same errno has several causes, so the process is looked at again.
/// </summary>
internal static class ProcFailure
{
    // errno(3): the process ended after the file was opened, or it has no memory.
    private const int ESRCH = 3;

    public static ProcException Explain(Exception failure, ProcSource source, ProcProcess process) => failure switch
    {
        // The kernel gives the files of what has no memory to root, so to others they look denied. (A denied stat cannot be asked about
        // itself.)
        UnauthorizedAccessException when !source.Path.EndsWith("/stat") && ExitedOrKernelThread(source, process) is { } reason => reason,
        UnauthorizedAccessException => new ProcDeniedException(source, failure),
        FileNotFoundException or DirectoryNotFoundException when !Directory.Exists(process.Root) =>
            new ProcUnsupportedException(source, $"Mount proc at {process.Root}, on Linux.", failure),
        FileNotFoundException or DirectoryNotFoundException when process.Exists =>
            new ProcUnsupportedException(source, "Use a kernel that has it: gVisor and WSL1, for example, lack files that Linux has.", failure),
        FileNotFoundException or DirectoryNotFoundException => Gone(source, failure),
        IOException { HResult: ESRCH } => WithoutMemory(source, process),
        _ => new ProcUnreadableException(source, failure),
    };

    /// <summary>The process has no memory to speak of: why not?</summary>
    public static ProcException WithoutMemory(ProcSource source, ProcProcess process) =>
        ExitedOrKernelThread(source, process)
        ?? new ProcVanishedException(source, $"Process {source.Pid} is ending and has given up its memory.");

    private static ProcException? ExitedOrKernelThread(ProcSource source, ProcProcess process)
    {
        try
        {
            return process.Stat() switch
            {
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
        new(source, $"Process {source.Pid} has exited and waits to be reaped by its parent, so {source.Path} says nothing.");

    public static ProcVanishedException Gone(ProcSource source, Exception? inner = null) =>
        new(source, $"There is no process {source.Pid}: {source.Path} is gone.", inner);
}
