using CowNotebooks.Notebooks;

namespace CowNotebooks.Engine.Execution;

/// <summary>One step of a cell: compile and run code, import a file, or start timing.</summary>
/// <param name="Line">The line of the cell, from 1, on which it begins.</param>
/// <param name="Code">C# whose line numbers are those of the cell: lines before it are blank. Null for an import.</param>
/// <param name="Import">The path after <c>#!import</c>. Null for code.</param>
/// <param name="Refused">Why this step cannot be run. Null when it can.</param>
/// <param name="IsTimed">True when the time of the rest of the cell is to be shown.</param>
internal sealed record CellStep(int Line, string? Code = null, string? Import = null, string? Refused = null, bool IsTimed = false);

/// <summary>Splits a cell, or a .dib file, at its <c>#!</c> lines.</summary>
internal static class CellSteps
{
    /// <summary>All commands.</summary>
    public static IReadOnlyList<string> Commands { get; } = ["#!csharp", "#!import", "#!markdown", "#!time"];

    /// <summary>Whether the line is a command, not C#.</summary>
    public static bool IsCommand(string line) => line.StartsWith("#!", StringComparison.Ordinal);

    public static IEnumerable<CellStep> Of(string source) => Dib.Parse(source).SelectMany(Of);

    private static IEnumerable<CellStep> Of(DibCell cell) => cell.Language switch
    {
        "csharp" => OfCSharp(cell),
        "markdown" or "meta" => [],
        _ => [new CellStep(Math.Max(1, cell.Line - 1), Refused: Unknown(cell.Language))],
    };

    private static string Unknown(string command) => $"#!{command} is not known here. The commands are {string.Join(", ", Commands.SkipLast(1))} and {Commands[^1]}.";

    private static IEnumerable<CellStep> OfCSharp(DibCell cell)
    {
        var lines = cell.Source.Split('\n');
        var code = new string[cell.Line - 1 + lines.Length];
        Array.Fill(code, "");
        for (var index = 0; index < lines.Length; index++)
        {
            var number = cell.Line + index;
            if (!IsCommand(lines[index]))
            {
                code[number - 1] = lines[index];
                continue;
            }
            // The code before the command runs before it.
            if (code.Any(line => !string.IsNullOrWhiteSpace(line))) yield return new CellStep(number, Code: string.Join('\n', code.Take(number - 1)));
            Array.Fill(code, "");
            var words = lines[index][2..].Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words is ["time", ..])
            {
                yield return new CellStep(number, IsTimed: true);
                continue;
            }
            if (words is not ["import", ..])
            {
                yield return new CellStep(number, Refused: Unknown(words.FirstOrDefault("")));
                continue;
            }
            var path = words is [_, var file] ? file.Trim('"') : "";
            yield return path.Length > 0
                ? new CellStep(number, Import: path)
                : new CellStep(number, Refused: "#!import needs a file: #!import setup.dib");
        }
        if (code.Any(line => !string.IsNullOrWhiteSpace(line))) yield return new CellStep(cell.Line, Code: string.Join('\n', code));
    }
}
