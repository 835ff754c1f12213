using System.Text.Json;
using System.Text.Json.Nodes;
using CowNotebooks.Notebooks;
using CowNotebooks.Show.Formatting;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Engine.Execution;

/// <summary>
/// A value as nbformat's MIME bundle. The formatters are those of Microsoft.DotNet.Interactive.Formatting, which finds those that a
/// library declares by its TypeFormatterSourceAttribute.
/// </summary>
internal static class DisplayBundle
{
    private const string Plain = "text/plain";

    /// <summary>The value in each MIME type that its type prefers, and in plain text.</summary>
    public static JsonObject Of(object? value, params IReadOnlyCollection<string> mimeTypes)
    {
        if (mimeTypes.Count == 0 && value is not null && !IsRegistered(value) && ForeignFormats.Includes(value))
            return Bounded(new JsonObject { ["text/html"] = ForeignFormats.ToHtml(value), [Plain] = ForeignFormats.ToText(value) });
        if (mimeTypes.Count == 0) mimeTypes = value is null || IsScalar(value.GetType()) ? [Plain] : Formatter.GetPreferredMimeTypesFor(value.GetType());
        var data = new JsonObject();
        foreach (var mimeType in mimeTypes) data[mimeType] = Content(value.ToDisplayString(mimeType), mimeType);
        if (!data.ContainsKey(Plain)) data[Plain] = value.ToDisplayString(Plain);
        return Bounded(data);
    }

    /// <summary>Content that is already in its MIME type, with the same content as plain text.</summary>
    public static JsonObject OfContent(string content, string mimeType)
    {
        var data = new JsonObject { [mimeType] = Content(content, mimeType) };
        if (mimeType != Plain) data[Plain] = content;
        return Bounded(data);
    }

    // Text is cut; markup cannot be cut anywhere, so what is too long is left out.
    private static JsonObject Bounded(JsonObject data)
    {
        foreach (var (mimeType, content) in data.ToList())
        {
            if (content is not JsonValue value || !value.TryGetValue(out string? text)) continue;
            if (mimeType == Plain) data[mimeType] = OutputLimits.Text(text);
            else if (text.Length > OutputLimits.MarkupCharacters) data.Remove(mimeType);
        }
        return data;
    }

    // A formatter that a cell registered with Formatter.Register takes precedence.
    private static bool IsRegistered(object value) => Formatter.RegisteredFormatters(includeDefaults: false).Any(formatter => formatter.Type.IsInstanceOfType(value));

    // Numbers and dates are complete in plain text; as HTML they would be the same text in a styled box.
    private static bool IsScalar(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || type == typeof(DateTime)
        || type == typeof(DateTimeOffset) || type == typeof(TimeSpan) || type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(Guid);

    // nbformat requires JSON types as JSON, not as a string of JSON.
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
