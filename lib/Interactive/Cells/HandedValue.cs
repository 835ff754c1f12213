using System.Text.Json;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Interactive.Cells;

/// <summary>A value that another language hands over: as an object of this process, or as text.</summary>
internal static class HandedValue
{
    /// <summary>Numbers, strings, truth values and lists as such; anything else as it came, for the laboratory to refuse.</summary>
    public static object? Of(SendValue command) => command.Value switch
    {
        null when command.FormattedValue.MimeType == JsonFormatter.MimeType => Of(JsonSerializer.Deserialize<JsonElement>(command.FormattedValue.Value)),
        null => command.FormattedValue.Value,
        JsonDocument json => Of(json.RootElement),
        JsonElement json => Of(json),
        var value => value,
    };

    private static object? Of(JsonElement json) => json.ValueKind switch
    {
        // A whole number that no variable of the laboratory can hold is refused there, and not rounded here.
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? (object)whole : json.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') ? json.GetDouble() : json,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => json.EnumerateArray().Select(Of).ToArray(),
        JsonValueKind.Null => null,
        _ => json,
    };
}
