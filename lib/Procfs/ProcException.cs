namespace CowNotebooks.Procfs;

/// <summary>Reading figures from a /proc file failed. Each cause has a type of its own.</summary>
public abstract class ProcException : Exception
{
    private protected ProcException(ProcSource source, string cause, string remedy, Exception? inner = null)
        : base($"{cause} {remedy}", inner)
    {
        Path = source.Path;
        Pid = source.Pid;
        Cause = cause;
        Remedy = remedy;
    }

    /// <summary>The file that was read.</summary>
    public string Path { get; }

    /// <summary>The process that the file is about, or null for a file of the whole machine.</summary>
    public int? Pid { get; }

    /// <summary>What happened, in one sentence.</summary>
    public string Cause { get; }

    /// <summary>What to do about it, in one sentence.</summary>
    public string Remedy { get; }
}

/// <summary>The process is gone: it ended before or while it was read, or it has exited and waits to be reaped.</summary>
public sealed class ProcVanishedException : ProcException
{
    internal ProcVanishedException(ProcSource source, string cause, Exception? inner = null, string remedy = "Measure a process while it runs, and check the pid.")
        : base(source, cause, remedy, inner)
    {
    }
}

/// <summary>The number is that of a thread, whose files under /proc look like those of a process.</summary>
public sealed class ProcThreadException : ProcException
{
    internal ProcThreadException(ProcSource source, int process)
        : base(source, $"{source.Pid} is no process but a thread of process {process}, whose memory it shares.", $"Name {process} instead.")
    {
    }
}

/// <summary>The kernel refuses to show this file of this process to this user.</summary>
public sealed class ProcDeniedException : ProcException
{
    internal ProcDeniedException(ProcSource source, Exception? inner = null)
        : base(
            source,
            $"The kernel does not let this user read {source.Path}.",
            "Measure processes of your own user, or run as root (the right needed is CAP_SYS_PTRACE).",
            inner)
    {
    }
}

/// <summary>
/// The text ends too early: in the middle of a line, or of a block that the kernel writes at once. A field that this kernel lacks is a
/// <see cref="ProcFieldMissingException"/> instead.
/// </summary>
public sealed class ProcTruncatedException : ProcException
{
    internal ProcTruncatedException(ProcSource source, string what)
        : base(source, $"{source.Path} {what}.", "Read it again: it was cut off while it was written or copied.")
    {
    }
}

/// <summary>A line does not match the kernel's documentation: the kernel is newer than this library, or this library has a bug.</summary>
public sealed class ProcMalformedException : ProcException
{
    internal ProcMalformedException(ProcSource source, int line, string what)
        : base(
            source,
            $"Line {line} of {source.Path} {what}.",
            "Please report it with that line and the output of 'uname -r'.")
    {
        Line = line;
    }

    /// <summary>The line, counted from 1.</summary>
    public int Line { get; }
}

/// <summary>This kernel does not have the file.</summary>
public sealed class ProcUnsupportedException : ProcException
{
    internal ProcUnsupportedException(ProcSource source, string remedy, Exception? inner = null)
        : base(source, $"This kernel has no {source.Path}.", remedy, inner)
    {
    }
}

/// <summary>This kernel has the file, but not the field that is needed.</summary>
public sealed class ProcFieldMissingException : ProcException
{
    internal ProcFieldMissingException(ProcSource source, string field)
        : base(source, $"This kernel does not say {field} in {source.Path}.", "Use a kernel that does: gVisor and WSL1, for example, leave out fields that Linux has.") => Field = field;

    /// <summary>The name of the field, as Linux writes it.</summary>
    public string Field { get; }
}

/// <summary>The process has no memory of its own: it is a kernel thread, or its files are empty because it has exited.</summary>
public sealed class ProcNoMemoryException : ProcException
{
    internal ProcNoMemoryException(ProcSource source, string cause)
        : base(source, cause, "Measure a running process that has a program in it.")
    {
    }

    internal static ProcNoMemoryException Empty(ProcSource source) =>
        new(source, $"{source.Path} is empty, as it is for a kernel thread and for a process that has exited.");
}

/// <summary>The file exists and may be read, but reading it failed (too many open files, an input/output error, …).</summary>
public sealed class ProcUnreadableException : ProcException
{
    internal ProcUnreadableException(ProcSource source, Exception inner)
        : base(source, $"{source.Path} could not be read: {inner.Message}", "Free what the message names and read it again.", inner)
    {
    }
}
