using System.Text.Json.Nodes;

namespace CowNotebooks.Notebooks.Ipynb;

/// <summary>Accessors for JSON of untrusted shape.</summary>
internal static class JsonAccess
{
    /// <summary>The field when it is a string, else null.</summary>
    public static string? Text(this JsonObject json, string field) =>
        json[field] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>The field when it is a whole number, else null.</summary>
    public static int? Number(this JsonObject json, string field) =>
        json[field] is JsonValue value && value.TryGetValue(out int number) ? number : null;

    /// <summary>The field as an object, created when it is missing.</summary>
    public static JsonObject Section(this JsonObject json, string field)
    {
        if (json[field] is not JsonObject section) json[field] = section = [];
        return section;
    }

    /// <summary>A text as nbformat writes it: a list of lines that keep their line ends.</summary>
    public static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }
        return lines;
    }
}
