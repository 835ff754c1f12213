using Microsoft.DotNet.Interactive;

namespace CowNotebooks.Engine.Hosting;

/// <summary>One step of a cell.</summary>
/// <param name="Line">The line of the cell, from 1, on which it begins.</param>
internal abstract record CellStep(int Line)
{
    /// <summary>Compile and run C#.</summary>
    /// <param name="Line">Its first line.</param>
    /// <param name="Text">C# whose line numbers are those of the cell: lines before it are blank.</param>
    internal sealed record Code(int Line, string Text) : CellStep(Line);

    /// <summary>Give lines to another kernel, or a command such as <c>#!share</c> to a kernel.</summary>
    /// <param name="Line">Its first line.</param>
    /// <param name="Text">The lines, with the one that selects the kernel, after as many empty ones as stand before them in the cell.</param>
    /// <param name="Kernel">The kernel to which the first line belongs.</param>
    internal sealed record Submission(int Line, string Text, string Kernel) : CellStep(Line);

    /// <summary>Run a file.</summary>
    /// <param name="Line">The line of the command.</param>
    /// <param name="File">The path after <c>#!import</c>.</param>
    internal sealed record Import(int Line, string File) : CellStep(Line);

    /// <summary>Show how long the rest of the cell takes.</summary>
    /// <param name="Line">The line of the command.</param>
    internal sealed record Time(int Line) : CellStep(Line);

    /// <summary>Fail.</summary>
    /// <param name="Line">The line that cannot be run.</param>
    /// <param name="Why">Why, and what to do.</param>
    internal sealed record Refused(int Line, string Why) : CellStep(Line);
}

/// <summary>The part of a cell in which the caret stands.</summary>
/// <param name="Kernel">The kernel to which it belongs.</param>
/// <param name="Text">The cell with the lines of other kernels and all commands blank: every position stays.</param>
internal sealed record CellPart(string Kernel, string Text)
{
    /// <summary>Whether it is C#.</summary>
    public bool IsCSharp => Languages.IsCSharp(Kernel);
}

/// <summary>
/// Splits a cell, or a .dib file, at its <c>#!</c> lines. The steps are made one by one: a kernel that one of them adds is known to the next.
/// </summary>
/// <param name="root">The kernel that knows which commands there are.</param>
internal sealed class CellSteps(CompositeKernel root)
{
    /// <summary>Whether the line is a command.</summary>
    public static bool IsCommand(string line) => line.StartsWith("#!", StringComparison.Ordinal);

    /// <param name="source">The cell.</param>
    /// <param name="language">The kernel of the lines before the first command.</param>
    public IEnumerable<CellStep> Of(string source, string language)
    {
        var lines = source.ReplaceLineEndings("\n").Split('\n');
        var (kernel, start) = (language, 0);
        for (var at = 0; at < lines.Length; at++)
        {
            if (!IsCommand(lines[at])) continue;
            var word = Word(lines[at]);
            if (IsOwn(kernel, word)) continue;
            // What comes before the command runs before it is looked up.
            if (Lines(start, at) is { } before) yield return before;
            start = at + 1;
            if (Commands.Selected(root, word) is { } selected)
            {
                kernel = selected;
                // The line goes with those that follow: it may hold options.
                if (!Languages.IsCSharp(selected)) start = at;
            }
            else
            {
                yield return Command(word, lines[at], at + 1, kernel);
            }
        }
        if (Lines(start, lines.Length) is { } last) yield return last;

        CellStep? Lines(int from, int to)
        {
            if (lines[from..to].All(string.IsNullOrWhiteSpace)) return null;
            if (kernel == Languages.Meta) return null;
            var isCSharp = Languages.IsCSharp(kernel);
            var text = new string('\n', from) + string.Join('\n', isCSharp ? lines[from..to] : lines[from..to].Select((line, index) => IsText(line, index == 0) ? ForeignLines.Hide(line) : line));
            return isCSharp ? new CellStep.Code(from + 1, text) : new CellStep.Submission(from + 1, text, kernel);
        }

        bool IsText(string line, bool isFirst) =>
            ForeignLines.LooksLikeCommand(line) && !(IsCommand(line) && (Commands.IsAction(root, kernel, Word(line)) || (isFirst && Commands.Selected(root, Word(line)) is not null)));
    }

    /// <summary>The part of a C# cell to which a line belongs; nothing is run.</summary>
    /// <param name="source">The cell.</param>
    /// <param name="line">The line, from 0.</param>
    public CellPart At(string source, int line)
    {
        var lines = source.Split('\n');
        var (kernel, kernels) = (Languages.CSharp, new string[lines.Length]);
        for (var at = 0; at < lines.Length; at++)
        {
            if (IsCommand(lines[at]) && Word(lines[at]) is var word && !IsOwn(kernel, word)) kernel = Commands.Selected(root, word) ?? kernel;
            kernels[at] = kernel;
        }
        var text = lines.Select((content, at) => IsCommand(content) || kernels[at] != kernels[line] ? new string(' ', content.Length) : content);
        return new CellPart(kernels[line], string.Join('\n', text));
    }

    private CellStep Command(string word, string line, int number, string kernel) => word switch
    {
        "import" when File(line) is { Length: > 0 } file => new CellStep.Import(number, file),
        "import" => new CellStep.Refused(number, "#!import needs a file: #!import setup.dib"),
        "time" => new CellStep.Time(number),
        _ when Languages.Refusal(word) is { } refusal => new CellStep.Refused(number, refusal),
        _ when Commands.IsAction(root, kernel, word) => new CellStep.Submission(number, line, kernel),
        _ => new CellStep.Refused(number, $"#!{word} is not known here. {Commands.Sentence(root)}"),
    };

    private static string Word(string line) => line[2..].Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) is [var word, ..] ? word : "";

    private static string File(string line) => line[2..].Split((char[]?)null, 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [_, var file] ? file.Trim('"') : "";

    // In another kernel's lines only what is known is a command: the first line of a shell script is text to Markdown, and a comment to Python.
    private bool IsOwn(string kernel, string word) =>
        !Languages.IsCSharp(kernel) && !Switches(word) && (Commands.IsAction(root, kernel, word) || (kernel != Languages.Meta && Languages.Refusal(word) is null));

    private bool Switches(string word) => word is "import" or "time" || Commands.Selected(root, word) is not null;
}
