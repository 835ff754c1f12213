using System.Globalization;

namespace CowNotebooks.Forking;

/// <summary>The process that an outcome is about.</summary>
public enum Role
{
    /// <summary>The process that holds state and forks.</summary>
    Parent,

    /// <summary>The fork of the parent.</summary>
    Child,
}

/// <summary>The named end of a task: "The child was killed by SIGSEGV while running 'lock'." Each way of ending is a type.</summary>
/// <param name="Role">Whose end it is.</param>
/// <param name="Doing">What it was asked for: "running 'lock'".</param>
public abstract record Outcome(Role Role, string Doing)
{
    /// <summary>True for <see cref="Completed"/>.</summary>
    public bool IsCompleted => this is Completed;

    /// <summary>What to do about it; empty when there is nothing to do, or it says so itself.</summary>
    public virtual string Remedy => "";

    /// <summary>"The child".</summary>
    protected string Who => Role == Role.Child ? "The child" : "The parent";
}

/// <summary>It did what it was asked.</summary>
public sealed record Completed(Role Role, string Doing) : Outcome(Role, Doing)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Who} completed {Doing}.";
}

/// <summary>The code that it ran failed: an exception, or an error in the text of the code. The process lives on.</summary>
/// <param name="Role">Whose code it was.</param>
/// <param name="Doing">What it was asked for.</param>
/// <param name="Text">The error as the language prints it; may have several lines.</param>
public sealed record Raised(Role Role, string Doing, string Text) : Outcome(Role, Doing)
{
    /// <summary>The line of the text that says what happened: the last that is not indented.</summary>
    public string Message => Text.Split('\n').Select(line => line.TrimEnd()).LastOrDefault(line => line.Length > 0 && !char.IsWhiteSpace(line[0])) ?? Text.Trim();

    /// <inheritdoc/>
    public override string ToString() => $"{Who} raised an error while {Doing}: {Message}";
}

/// <summary>It refused, and said why.</summary>
/// <param name="Role">Who refused.</param>
/// <param name="Doing">What it was asked for.</param>
/// <param name="Why">Its message: cause and remedy.</param>
public sealed record Refused(Role Role, string Doing, string Why) : Outcome(Role, Doing)
{
    /// <inheritdoc/>
    public override string Remedy =>
        Why.Contains("Cannot allocate memory", StringComparison.Ordinal) ? "The kernel has no memory for another process: ask for a smaller count, or see /proc/sys/vm/overcommit_memory."
        : Why.Contains("Resource temporarily unavailable", StringComparison.Ordinal) ? "This user or control group may have no more processes: end some, or raise the limit (ulimit -u, pids.max)."
        : "";

    /// <inheritdoc/>
    public override string ToString() => Remedy.Length > 0 ? $"{Why.TrimEnd('.')}." : Why;
}

/// <summary>It exited early.</summary>
/// <param name="Role">Who exited.</param>
/// <param name="Doing">What it was asked for.</param>
/// <param name="Code">Its exit code; null when it is unknown.</param>
public sealed record Exited(Role Role, string Doing, int? Code) : Outcome(Role, Doing)
{
    /// <inheritdoc/>
    public override string Remedy => "Check that the code does not end its process, and that the interpreter is the one you meant; then run again.";

    /// <inheritdoc/>
    public override string ToString() => $"{Who} exited with code {Code?.ToString(CultureInfo.InvariantCulture) ?? "unknown"} while {Doing}.";
}

/// <summary>A signal ended it.</summary>
/// <param name="Role">Who was killed.</param>
/// <param name="Doing">What it was asked for.</param>
/// <param name="Signal">By which signal.</param>
public sealed record Killed(Role Role, string Doing, Signal Signal) : Outcome(Role, Doing)
{
    /// <summary>What that means, as the parent says in its description; empty when it says nothing.</summary>
    public string Meaning { get; init; } = "";

    /// <inheritdoc/>
    public override string Remedy =>
        Meaning.Length > 0 ? Meaning
        : Signal == Signal.Kill ? "Something outside ended it: see whether the kernel's out-of-memory killer did (dmesg), or ask for a smaller count, and run again."
        : "Run again; if it repeats, it is a fault of the code that ran, or of the runtime that was forked: report it with its version.";

    /// <inheritdoc/>
    public override string ToString() => $"{Who} was killed by {Signal} while {Doing}.";
}

/// <summary>It did not answer within the time limit, and was killed.</summary>
/// <param name="Role">Who did not answer.</param>
/// <param name="Doing">What it was asked for.</param>
/// <param name="Limit">The time limit.</param>
public sealed record TimedOut(Role Role, string Doing, TimeSpan Limit) : Outcome(Role, Doing)
{
    /// <inheritdoc/>
    public override string Remedy => "See whether the code comes to an end; ask for a smaller count, or allow more time.";

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Who} did not answer within {Limit.TotalSeconds:0.##} s while {Doing}, and was ended.");
}

/// <summary>The caller cancelled, and it was killed.</summary>
public sealed record Cancelled(Role Role, string Doing) : Outcome(Role, Doing)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Who} was ended while {Doing}, as the caller cancelled.";
}

/// <summary>Its answer breaks the protocol.</summary>
/// <param name="Role">Who answered.</param>
/// <param name="Doing">What it was asked for.</param>
/// <param name="Said">What it answered.</param>
public sealed record ProtocolBroken(Role Role, string Doing, string Said) : Outcome(Role, Doing)
{
    private const int Most = 200;

    /// <inheritdoc/>
    public override string Remedy => "Check that the program is the parent that you meant, with: cow parent check PROGRAM";

    /// <summary>True when it said this before it was asked, so that it would have passed for the answer to the next request.</summary>
    public bool IsUnasked { get; init; }

    /// <summary>True when this is only the beginning of a line that had not ended after 256 MB.</summary>
    public bool IsEndless { get; init; }

    private string Shown => (Said.Length > Most ? Said[..Most] + "…" : Said).Replace("\n", "\\n", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => this switch
    {
        { IsUnasked: true } => $"{Who} said '{Shown}' unasked, before {Doing}.",
        { IsEndless: true } => $"{Who} did not end its line, which begins '{Shown}', while {Doing}.",
        _ => $"{Who} answered '{Shown}' while {Doing}, which is not an answer.",
    };
}

/// <summary>A process did not do what it was asked. The message is the outcome, what the process last wrote to its standard error, and the remedy.</summary>
public sealed class ProcessFailedException : Exception
{
    /// <summary>From an outcome.</summary>
    /// <param name="outcome">How and whose.</param>
    /// <param name="lastWords">What the process last wrote to its standard error; empty when that is not known.</param>
    /// <param name="remedy">What to do; that of the outcome when null.</param>
    public ProcessFailedException(Outcome outcome, string lastWords = "", string? remedy = null)
        : base(string.Join(" ", new[] { outcome.ToString(), lastWords.Length == 0 ? "" : $"It said: {lastWords}.", remedy ?? outcome.Remedy }.Where(part => part.Length > 0))) =>
        Outcome = outcome;

    /// <summary>How and whose.</summary>
    public Outcome Outcome { get; }
}
