namespace CowNotebooks.Forking;

/// <summary>A signal of signal(7), by its number on this machine.</summary>
/// <param name="Number">The number.</param>
public readonly record struct Signal(int Number)
{
    /// <summary>Ends a process at once; it cannot be caught.</summary>
    public static Signal Kill { get; } = new(9);

    /// <summary>An access to memory that is not mapped, or whose protection forbids it.</summary>
    public static Signal Segv { get; } = new(11);

    /// <summary>A system call that a seccomp filter forbids.</summary>
    public static Signal Sys { get; } = new(31);

    /// <summary>"SIGKILL"; "signal 40" where there is no name.</summary>
    public override string ToString() => SignalNames.Of(Number) ?? $"signal {Number}";
}
