using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.Tags;

namespace CowNotebooks.Engine.Assisting;

/// <summary>The completions at a position.</summary>
internal static class Completions
{
    // Front ends show a list; the thousand types of an empty cell would be useless.
    private const int Most = 500;

    /// <summary>The C# completions.</summary>
    public static async Task<JsonObject> OfAsync(Document document, int position)
    {
        var service = CompletionService.GetService(document)!;
        var list = await service.GetCompletionsAsync(document, position);
        var text = await document.GetTextAsync();
        var typed = text.ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(list.Span.Start, position));
        var items = list.ItemsList
            .Where(item => item.FilterText.StartsWith(typed, StringComparison.OrdinalIgnoreCase) && !item.Tags.Contains(WellKnownTags.Snippet))
            .OrderByDescending(item => item.FilterText.StartsWith(typed, StringComparison.Ordinal))
            .Select(item => (Text: item.Properties.GetValueOrDefault("InsertionText", item.DisplayText), Type: item.Tags.FirstOrDefault("").ToLowerInvariant()))
            .DistinctBy(item => item.Text).Take(Most);
        return Answer(items, list.Span.Start, list.Span.End);
    }

    /// <summary>The notebook's own commands, whose lines begin with <c>#!</c>.</summary>
    public static JsonObject OfCommands(IReadOnlyList<string> commands, string code, int start, int position)
    {
        var end = code.AsSpan(position).IndexOfAny(' ', '\n') is >= 0 and var length ? position + length : code.Length;
        return Answer(commands.Where(command => command.StartsWith(code[start..position], StringComparison.Ordinal)).Select(command => (command, "keyword")), start, end);
    }

    /// <summary>The content of a <c>complete_reply</c>.</summary>
    /// <param name="items">What can be written, and its kind.</param>
    /// <param name="start">Where the text begins that it replaces.</param>
    /// <param name="end">Where that text ends.</param>
    public static JsonObject Answer(IEnumerable<(string Text, string Type)> items, int start, int end)
    {
        var known = items.ToList();
        return new JsonObject
        {
            ["matches"] = new JsonArray([.. known.Select(item => (JsonNode)item.Text)]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            // JupyterLab reads the kind of each match from this.
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] = new JsonArray([.. known.Select(item =>
                    new JsonObject { ["start"] = start, ["end"] = end, ["text"] = item.Text, ["type"] = item.Type })]),
            },
        };
    }
}
