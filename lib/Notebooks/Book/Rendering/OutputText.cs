using System.Text.Json.Nodes;

namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>What an output says in plain text.</summary>
internal static class OutputText
{
    /// <summary>The first line with anything in it, or null when the output has no text, is an error or a warning.</summary>
    /// <param name="output">In nbformat.</param>
    public static string? FirstLine(JsonObject output) => output["output_type"]?.ToString() switch
    {
        "error" => null,
        "stream" => output["name"]?.ToString() == "stderr" ? null : FirstLine(Cell.Multiline(output["text"])),
        _ => output["data"] is JsonObject data ? FirstLine(Cell.Multiline(data["text/plain"])) : null,
    };

    /// <summary>The first line with anything in it, or null.</summary>
    public static string? FirstLine(string text) => text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0);
}
