using System.Globalization;
using CowNotebooks.Lab;
using Microsoft.DotNet.Interactive.Commands;

namespace CowNotebooks.Interactive.Cells;

/// <summary>A cell of parent or child, with the options of its first line.</summary>
/// <param name="Code">The code, after as many empty lines as stand before it in the notebook's cell, so that an error names the line that the reader sees.</param>
/// <param name="Slices">In how many slices it runs.</param>
/// <param name="Predict">The variable whose elements it will write; null when that is not said.</param>
/// <param name="Word">Which word of them; null for the first that the parent describes.</param>
/// <param name="IsNew">Whether it wants a fresh child.</param>
/// <param name="Recording">A recorded run, shown where the runtime is not installed; null for the one that the laboratory was opened with.</param>
internal sealed record NotebookCell(string Code, int Slices, string? Predict, Word? Word, bool IsNew, string? Recording)
{
    public const string SlicesOption = "--slices", PredictOption = "--predict", WordOption = "--word", NewOption = "--new", RecordedOption = "--recorded";

    /// <exception cref="LabUsageException">An option makes no sense.</exception>
    public static NotebookCell Of(SubmitCode command) => new(
        new string('\n', LinesBefore(command)) + command.Code,
        command.Parameters.TryGetValue(SlicesOption, out var slices) ? SlicesOf(slices) : 1,
        command.Parameters.TryGetValue(PredictOption, out var variable) ? variable : null,
        // A word's name may have two words, and an option's value has one.
        command.Parameters.TryGetValue(WordOption, out var word) ? new Word(word.Replace('-', ' ')) : null,
        command.Parameters.TryGetValue(NewOption, out var isNew) && isNew == bool.TrueString,
        command.Parameters.TryGetValue(RecordedOption, out var recording) ? recording : null);

    /// <summary>The engine splits a cell at its directives, and a part does not know where it stood.</summary>
    private static int LinesBefore(SubmitCode command)
    {
        var whole = command.Parent is SubmitCode { Code: var code } ? code : command.Code;
        // From the beginning of a line: the letters may also stand in the directive, or begin a part before.
        var search = $"\n{command.Code}";
        for (var at = whole.IndexOf(search, StringComparison.Ordinal); at >= 0; at = whole.IndexOf(search, at + 1, StringComparison.Ordinal))
        {
            if (EndsPart(whole.AsSpan(at + search.Length)) && FollowsDirective(whole.AsSpan(0, at))) return whole.AsSpan(0, at + 1).Count('\n');
        }

        return 0;
    }

    private static bool EndsPart(ReadOnlySpan<char> rest) => rest.TrimStart() is [] or ['#', '!', ..];

    private static bool FollowsDirective(ReadOnlySpan<char> before)
    {
        var lines = before.TrimEnd();
        return lines[(lines.LastIndexOf('\n') + 1)..].StartsWith("#!");
    }

    private static int SlicesOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var slices) && slices > 0
        ? slices
        : throw new LabUsageException($"A cell cannot run in '{text}' slices.", $"Give a whole number from 1: #!child {SlicesOption} 50");
}
