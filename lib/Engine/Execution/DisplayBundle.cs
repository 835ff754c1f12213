using System.Text.Json;
using System.Text.Json.Nodes;
using CowNotebooks.Show.Formatting;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Engine.Execution;

/// <summary>
/// A value as nbformat's MIME bundle. The formatters are those of Microsoft.DotNet.Interactive.Formatting, which finds the ones that a
/// library brings by its TypeFormatterSourceAttribute.
/// </summary>
internal static class DisplayBundle
{
    private const string Plain = "text/plain";

    /// <summary>The value in each MIME type that its type prefers, and in plain text.</summary>
    public static JsonObject Of(object? value, params IReadOnlyCollection<string> mimeTypes)
    {
        if (mimeTypes.Count == 0 && value is not null && !IsRegistered(value) && ForeignFormats.Includes(value))
            return new JsonObject { ["text/html"] = ForeignFormats.ToHtml(value), [Plain] = ForeignFormats.ToText(value) };
        if (mimeTypes.Count == 0) mimeTypes = value is null || IsScalar(value.GetType()) ? [Plain] : Formatter.GetPreferredMimeTypesFor(value.GetType());
        var data = new JsonObject();
        foreach (var mimeType in mimeTypes) data[mimeType] = Content(value.ToDisplayString(mimeType), mimeType);
        if (!data.ContainsKey(Plain)) data[Plain] = value.ToDisplayString(Plain);
        return data;
    }

    /// <summary>A content that is in its MIME type already, and again as plain text.</summary>
    public static JsonObject OfContent(string content, string mimeType)
    {
        var data = new JsonObject { [mimeType] = Content(content, mimeType) };
        if (mimeType != Plain) data[Plain] = content;
        return data;
    }

    // What a cell registered with Formatter.Register counts for more than what this engine knows.
    private static bool IsRegistered(object value) => Formatter.RegisteredFormatters(includeDefaults: false).Any(formatter => formatter.Type.IsInstanceOfType(value));

    // Numbers and dates say all in plain text; as HTML they would be the same text in a styled box.
    private static bool IsScalar(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || type == typeof(DateTime)
        || type == typeof(DateTimeOffset) || type == typeof(TimeSpan) || type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(Guid);

    // nbformat wants the JSON types as JSON, not as text that holds JSON.
    private static JsonNode? Content(string content, string mimeType)
    {
        if (!mimeType.EndsWith("json", StringComparison.Ordinal)) return content;
        try
        {
            return JsonNode.Parse(content);
        }
        catch (JsonException)
        {
            return content;
        }
    }
}
