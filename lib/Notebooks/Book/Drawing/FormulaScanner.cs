using System.Buffers;
using System.Text.RegularExpressions;

namespace CowNotebooks.Notebooks.Book.Drawing;

/// <summary>Where in a markdown text LaTeX stands, and where only a dollar or a bracket.</summary>
internal static partial class FormulaScanner
{
    private static readonly SearchValues<char> Signs = SearchValues.Create(@"\^_=+<>{}");

    /// <summary>What stands at <paramref name="at"/>: a formula, or text that holds none and is <c>Length</c> characters long.</summary>
    public static (int Length, Formula? Formula) Next(string text, int at)
    {
        if ((at == 0 || text[at - 1] == '\n') && Fence().Match(text, at) is { Success: true } fence) return (FenceLength(text, at, fence), null);
        switch (text[at])
        {
            case '`': return (CodeLength(text, at), null);
            case 'h' when Address().Match(text, at) is { Success: true } address: return (address.Length, null);
            case '$' or '\\':
                if (Formula(text, at) is { } formula) return (formula.Raw.Length, formula);
                // An escaped character, or an opening without an end.
                return (Math.Min(text.Length - at, text[at] == '\\' || string.CompareOrdinal(text, at, "$$", 0, 2) == 0 ? 2 : 1), null);
            default: return (1, null);
        }
    }

    private static Formula? Formula(string text, int at)
    {
        if (Starts(text, at, "$$")) return Delimited(text, at, "$$", "$$", _ => true);
        if (text[at] == '$') return Dollar(text, at);
        if (Starts(text, at, "\\begin{")) return Environment(text, at);
        // In classic notebooks the backslash itself is escaped.
        foreach (var slash in (string[])["\\", "\\\\"])
        {
            if (Starts(text, at, slash + "(")) return Delimited(text, at, slash + "(", slash + ")", IsLatex);
            if (Starts(text, at, slash + "[")) return Delimited(text, at, slash + "[", slash + "]", inside => IsLatex(inside) || inside.StartsWith('\n'));
        }
        return null;
    }

    // Not a price: no space inside the dollars, and no word goes on after them. 3$\times$3 is one all the same.
    private static Formula? Dollar(string text, int at)
    {
        for (var end = at + 1; end < text.Length; end++)
        {
            if (text[end] == '\\') end++;
            else if (text[end] == '`' || IsBlankLine(text, end)) return null;
            else if (text[end] == '$')
            {
                if (end == at + 1 || char.IsWhiteSpace(text[at + 1])) return null;
                var inside = text[(at + 1)..end];
                if (!char.IsWhiteSpace(text[end - 1]) && (end + 1 == text.Length || !char.IsLetterOrDigit(text[end + 1]) || inside.Contains('\\')))
                    return Make(text, at, end + 1, "$", inside, "$", false);
            }
        }
        return null;
    }

    private static Formula? Delimited(string text, int at, string open, string close, Func<string, bool> isFormula)
    {
        // A blank line ends a paragraph, so it ends what was no formula after all; one that begins a line may hold blank lines.
        var alone = BeginsLine(text, at);
        var start = at + open.Length;
        for (var end = start; end <= text.Length - close.Length; end++)
        {
            if (string.CompareOrdinal(text, end, close, 0, close.Length) == 0)
            {
                var inside = text[start..end];
                return inside.Trim().Length > 0 && isFormula(inside) && !Starts(text, end, "\\](") ? Make(text, at, end + close.Length, open[^2..], inside, close[^2..], open[^1] != '(') : null;
            }
            if (text[end] == '\\' && end + 1 < text.Length) end++;
            else if (!alone && IsBlankLine(text, end)) return null;
        }
        return null;
    }

    private static Formula? Environment(string text, int at)
    {
        if (EnvironmentName().Match(text, at) is not { Success: true } name) return null;
        var (open, close) = (name.Value, $"\\end{{{name.Groups[1].Value}}}");
        for (var (end, depth) = (at, 0); end < text.Length; end++)
        {
            if (Starts(text, end, open)) depth++;
            else if (Starts(text, end, close) && --depth == 0) return Make(text, at, end + close.Length, "", text[at..(end + close.Length)], "", true);
        }
        return null;
    }

    private static Formula Make(string text, int start, int end, string open, string inside, string close, bool display) =>
        new(text[start..end], open + (Quoted().IsMatch(text[LineStart(text, start)..start]) ? QuoteMarks().Replace(inside, "\n") : inside) + close, display);

    // \(see below\) and \[1\] are how CommonMark writes brackets.
    private static bool IsLatex(string inside) => inside.AsSpan().ContainsAny(Signs) || inside.Trim() is [var letter] && char.IsLetter(letter);

    private static int FenceLength(string text, int at, Match fence)
    {
        var mark = fence.Groups[1].Value;
        for (var line = NextLine(text, at); line < text.Length; line = NextLine(text, line))
        {
            var content = text[line..NextLine(text, line)].Trim(' ', '\t', '>', '\n', '\r');
            if (content.Length >= mark.Length && content.All(c => c == mark[0])) return NextLine(text, line) - at;
        }
        return text.Length - at;
    }

    // A code span ends at as many backticks as it began with, in the same paragraph; else the backticks are text.
    private static int CodeLength(string text, int at)
    {
        var ticks = Run(text, at);
        for (var end = at + ticks; end < text.Length && !IsBlankLine(text, end);)
        {
            var run = Run(text, end);
            if (run == ticks) return end + run - at;
            end += Math.Max(run, 1);
        }
        return ticks;
    }

    private static int Run(string text, int at)
    {
        var end = at;
        while (end < text.Length && text[end] == '`') end++;
        return end - at;
    }

    private static bool Starts(string text, int at, string with) => string.CompareOrdinal(text, at, with, 0, with.Length) == 0;

    private static bool IsBlankLine(string text, int at) => text[at] == '\n' && Blank().IsMatch(text, at);

    private static bool BeginsLine(string text, int at) => text.AsSpan()[LineStart(text, at)..at].Trim(" \t>").IsEmpty;

    private static int LineStart(string text, int at) => at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;

    private static int NextLine(string text, int at) => text.IndexOf('\n', at) is >= 0 and var end ? end + 1 : text.Length;

    // ``` or ~~~ at the beginning of a line, of a quotation or of a list's item. After ``` no backtick may follow: it would be a code span.
    [GeneratedRegex(@"\G[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*(`{3,}(?=[^`\n]*(?:\n|$))|~{3,})")]
    private static partial Regex Fence();

    [GeneratedRegex(@"\Ghttps?://[^\s<>()|]*")]
    private static partial Regex Address();

    [GeneratedRegex(@"\G\\begin\{([A-Za-z]+\*?)\}")]
    private static partial Regex EnvironmentName();

    [GeneratedRegex(@"\G\n[ \t]*\n")]
    private static partial Regex Blank();

    [GeneratedRegex(@"^[ \t]*>")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\n[ \t]*(?:>[ \t]?)+")]
    private static partial Regex QuoteMarks();
}
