namespace CowNotebooks.Forking;

/// <summary>How a process's task ended.</summary>
public enum OutcomeKind
{
    /// <summary>It did what it was asked.</summary>
    Completed,

    /// <summary>It left early with an exit code.</summary>
    Exited,

    /// <summary>A signal ended it.</summary>
    Killed,

    /// <summary>It did not answer within the time limit, and was ended for that.</summary>
    TimedOut,

    /// <summary>It answered something that the protocol does not know.</summary>
    ProtocolBroken,

    /// <summary>It answered that it could not, and why.</summary>
    Refused,
}

/// <summary>Who an outcome speaks of.</summary>
public enum Role
{
    /// <summary>The process that allocates, sizes and forks.</summary>
    Parent,

    /// <summary>The fork of the parent.</summary>
    Child,
}

/// <summary>The named end of a task: "The child was killed by SIGSEGV while running 'lock'."</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Role">Whose end it is.</param>
/// <param name="Doing">What it was asked for: "running 'lock'".</param>
/// <param name="Detail">The exit code, signal name, time limit, or the process's own words.</param>
public sealed record Outcome(OutcomeKind Kind, Role Role, string Doing, string Detail)
{
    /// <summary>True for <see cref="OutcomeKind.Completed"/>.</summary>
    public bool IsCompleted => Kind == OutcomeKind.Completed;

    /// <summary>What to do about it; empty when completed.</summary>
    public string Remedy => Kind switch
    {
        OutcomeKind.Killed when Detail == "SIGKILL" =>
            "Something outside ended it: see whether the kernel's out-of-memory killer did (dmesg), or ask for a smaller count, and run again.",
        OutcomeKind.Killed => "Run again; if it repeats, it is a fault of the runtime that was forked: report it with its version.",
        OutcomeKind.TimedOut => "Ask for a smaller count, or allow more time.",
        OutcomeKind.Exited or OutcomeKind.ProtocolBroken => "Check that the interpreter is the one you meant, and run again.",
        _ => "",
    };

    /// <summary>One sentence.</summary>
    public override string ToString()
    {
        var who = Role == Role.Child ? "The child" : "The parent";
        return Kind switch
        {
            OutcomeKind.Completed => $"{who} completed {Doing}.",
            OutcomeKind.Exited => $"{who} exited with code {Detail} while {Doing}.",
            OutcomeKind.Killed => $"{who} was killed by {Detail} while {Doing}.",
            OutcomeKind.TimedOut => $"{who} did not answer within {Detail} while {Doing}, and was ended.",
            OutcomeKind.ProtocolBroken => $"{who} answered '{Detail}' while {Doing}, which is not an answer.",
            _ => Detail,
        };
    }
}

/// <summary>A process did not do what it was asked. The message is the outcome, the remedy, and what the process last wrote to its standard error.</summary>
public sealed class ProcessFailedException : Exception
{
    internal ProcessFailedException(Outcome outcome, string lastWords = "")
        : base(string.Join(" ", new[] { outcome.ToString(), lastWords.Length == 0 ? "" : $"It said: {lastWords}.", outcome.Remedy }.Where(part => part.Length > 0))) =>
        Outcome = outcome;

    /// <summary>How and whose.</summary>
    public Outcome Outcome { get; }
}
