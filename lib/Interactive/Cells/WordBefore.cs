using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;

namespace CowNotebooks.Interactive.Cells;

/// <summary>The word that a person is writing.</summary>
/// <param name="Path">What stands before its dot: "gc", "a.b"; null when it is the name of a variable.</param>
/// <param name="Begun">What there is of it.</param>
/// <param name="Span">Where that is.</param>
internal sealed partial record WordBefore(string? Path, string Begun, LinePositionSpan Span)
{
    public static WordBefore Of(RequestCompletions command)
    {
        var position = command.LinePosition;
        var line = command.Code.Split('\n').ElementAtOrDefault(position.Line) ?? "";
        var match = Word().Match(line[..Math.Min(line.Length, position.Character)]);
        var begun = match.Groups["begun"].Value;
        var span = new LinePositionSpan(new LinePosition(position.Line, position.Character - begun.Length), position);
        return new(match.Groups["path"] is { Success: true } path ? path.Value : null, begun, span);
    }

    [GeneratedRegex(@"(?:(?<path>[^\W\d]\w*(?:\.\w+)*)\.)?(?<begun>\w*)$")]
    private static partial Regex Word();
}
