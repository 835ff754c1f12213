using CowNotebooks.Forking;

namespace CowNotebooks.Notebooks.Running;

/// <summary>The errors of a cell that was stopped from outside.</summary>
internal static class UnfinishedCell
{
    private static readonly (string Start, string Why)[] LastWords =
    [
        ("Stack overflow", " (stack overflow)"), ("Out of memory", " (out of memory)"), ("Unhandled exception", " (unhandled exception)"),
        ("Process terminated", ""), ("Fatal error", ""),
    ];

    /// <summary>The cell did not end in time.</summary>
    public static CellError TimeLimit(string place, TimeSpan limit)
    {
        var message = Invariant($"{Capital(place)} ran longer than {limit.TotalSeconds:0.###} s and was stopped.");
        return new CellError("TimeLimit", message, place, [message, "Give it more time (--timeout SECONDS) or less to do."]);
    }

    /// <summary>The reader stopped the cell.</summary>
    /// <param name="place">The cell.</param>
    /// <param name="said">What its kernel says of it; null when it says nothing.</param>
    public static CellError Interrupted(string place, string? said)
    {
        var message = said ?? $"{Capital(place)} was interrupted. What the cells before it declared is kept.";
        return new CellError("Interrupted", message, place, [message]);
    }

    /// <summary>The engine died while the cell ran.</summary>
    /// <param name="place">The cell.</param>
    /// <param name="exitCode">As .NET reports it: 128 + N for signal N.</param>
    /// <param name="lastWords">The native output of the process while the cell ran.</param>
    public static CellError Died(string place, int exitCode, string lastWords)
    {
        var words = lastWords.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        // The runtime writes the cause before the stack, which may be long.
        var last = Array.FindIndex(words, word => LastWords.Any(known => word.StartsWith(known.Start, StringComparison.Ordinal)));
        var why = last < 0 ? "" : LastWords.First(known => words[last].StartsWith(known.Start, StringComparison.Ordinal)).Why;
        var message = SignalNames.Of(exitCode - 128) is { } signal
            ? $"The engine process was killed by {signal}{why} while running {place}."
            : $"The engine process ended with exit code {exitCode}{why} while running {place}.";
        return new CellError("EngineDied", message, place, [message, .. last < 0 ? words.TakeLast(12) : words.Skip(last).Take(12)]);
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
