namespace CowNotebooks.Engine.Execution;

/// <summary>The lines around the one that failed.</summary>
internal static class SourceExcerpt
{
    private const int Around = 2;

    /// <summary>Numbered lines, the failing one marked, and below it a caret when the column is known.</summary>
    /// <param name="source">The source to which the line numbers refer.</param>
    /// <param name="line">The failing line, from 1.</param>
    /// <param name="column">Its column, from 1; null for no caret.</param>
    public static IEnumerable<string> Of(string source, int line, int? column = null)
    {
        var lines = source.Split('\n');
        for (var number = Math.Max(1, line - Around); number <= Math.Min(lines.Length, line + Around); number++)
        {
            var text = lines[number - 1].TrimEnd('\r');
            if (number != line && string.IsNullOrWhiteSpace(text)) continue;
            yield return $"{(number == line ? '>' : ' ')} {number,3} | {text}".TrimEnd();
            if (number == line && column is { } at)
                yield return $"      | {new string([.. text.Take(at - 1).Select(c => c == '\t' ? '\t' : ' ')])}^";
        }
    }
}
