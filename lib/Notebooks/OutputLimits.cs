namespace CowNotebooks.Notebooks;

/// <summary>How much a cell may show. What is longer is cut, and says so: a loop that does not end must not fill the notebook.</summary>
internal static class OutputLimits
{
    /// <summary>All that one cell prints. A browser still opens a notebook with it; an endless loop prints it in seconds.</summary>
    public const int PrintedCharacters = 10_000_000;

    /// <summary>What one cell displays, with its results: a page of so many outputs still opens.</summary>
    public const int Displays = 10_000;

    /// <summary>The contents of all that one cell displays: a few charts that each carry their library.</summary>
    public const int DisplayedCharacters = 100_000_000;

    /// <summary>One value as plain text: more than anybody reads, less than what makes a page slow.</summary>
    public const int TextCharacters = 1_000_000;

    /// <summary>The lines of one value as plain text.</summary>
    public const int TextLines = 2_000;

    /// <summary>One value as HTML, SVG or another markup. A chart that carries its whole library has 5 million.</summary>
    public const int MarkupCharacters = 20_000_000;

    /// <summary>The message of an exception. Some hold a whole document.</summary>
    public const int MessageCharacters = 4_000;

    /// <summary>The frames of a traceback: a recursion has thousands that are alike.</summary>
    public const int TracebackFrames = 60;

    /// <summary>The exceptions that caused an exception, one inside the other.</summary>
    public const int TracebackCauses = 20;

    /// <summary>The last words of a process that crashed, which the runtime writes frame by frame.</summary>
    public const int LastWordsCharacters = 10_000;

    /// <summary>A value's plain text, cut at the first of both limits.</summary>
    public static string Text(string text)
    {
        var end = 0;
        for (var lines = 0; lines < TextLines && end >= 0; lines++) end = text.IndexOf('\n', end) is >= 0 and var newline ? newline + 1 : -1;
        var kept = Math.Min(end < 0 ? text.Length : end, TextCharacters);
        return kept == text.Length ? text : Invariant($"{text[..kept].TrimEnd('\n')}\n… {text.Length - kept:N0} more characters are left out.");
    }

    /// <summary>An exception's message.</summary>
    public static string Message(string message) =>
        message.Length <= MessageCharacters ? message : Invariant($"{message[..MessageCharacters]} … {message.Length - MessageCharacters:N0} more characters.");

    /// <summary>The frames of a traceback: its innermost and its outermost.</summary>
    public static IEnumerable<string> Frames(IReadOnlyList<string> frames) => Ends(frames, TracebackFrames, "frames");

    /// <summary>The causes of an exception: the nearest and the first of all.</summary>
    public static IEnumerable<string> Causes(IReadOnlyList<string> causes) => Ends(causes, TracebackCauses, "causes");

    private static IEnumerable<string> Ends(IReadOnlyList<string> lines, int most, string kind) => lines.Count <= most
        ? lines
        : [.. lines.Take(most / 2), Invariant($"… {lines.Count - most:N0} more {kind}"), .. lines.TakeLast(most / 2)];
}
