using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CowNotebooks.Notebooks.Ipynb;

namespace CowNotebooks.Notebooks.Reading;

/// <summary>Reads the text of an .ipynb file; what is wrong with it is said in one sentence.</summary>
internal static class IpynbText
{
    private const int MostCause = 120;
    private const string Restore = "Open it in an editor or restore it from version control.";

    /// <exception cref="NotebookException">The text is not a notebook of nbformat 4.</exception>
    public static JsonObject Parse(string text, string name)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new NotebookException($"{name} is not a notebook: it is empty.", "Restore it from version control.");
        JsonObject json;
        try
        {
            json = JsonNode.Parse(text) as JsonObject ?? throw new NotebookException($"{name} is not a notebook: it is not a JSON object.", Restore);
            // Objects are parsed lazily: forces it now, so that duplicate fields and unpaired surrogates are found here.
            JsonText.Write(json, 1);
        }
        catch (JsonException error)
        {
            MergeConflict.RefuseAny(text, name);
            throw new NotebookException($"{name} is not a notebook: {(IsCutOff(text) ? "it ends in the middle, as after a full disk or a broken download" : Cause(error))}.", Restore, error);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            throw new NotebookException($"{name} is not a notebook: {error.Message.TrimEnd('.')}.", Restore, error);
        }
        if (json.Number("nbformat") is not 4 and var version)
        {
            var form = version is null ? "is not a notebook: it does not say its nbformat" : $"is in nbformat {version}, not 4";
            throw new NotebookException($"{name} {form}.", $"Convert it: jupyter nbconvert --to notebook --nbformat 4 {name}");
        }
        return json["cells"] is JsonArray cells && cells.All(cell => cell is JsonObject)
            ? json
            : throw new NotebookException($"{name} has no list of cells.", "Restore it from version control.");
    }

    // What remains of the parser's message without its own way to name a place.
    private static string Cause(JsonException error)
    {
        var end = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var cause = (end < 0 ? error.Message : error.Message[..end]).TrimEnd('.', ' ');
        // It quotes what follows a wrong letter, up to the next mark of JSON.
        if (cause.AsSpan().IndexOfAny('\n', '\r') is >= 0 and var firstLine) cause = $"{cause[..firstLine].TrimEnd()}…' is no JSON";
        if (cause.Length > MostCause) cause = $"{cause[..MostCause]}…' is no JSON";
        return error.LineNumber is { } line ? $"line {line + 1}: {cause}" : cause;
    }

    // So far it is JSON, and more would have to come.
    private static bool IsCutOff(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text.TrimEnd()), isFinalBlock: false, default);
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0 && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray) return false;
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
