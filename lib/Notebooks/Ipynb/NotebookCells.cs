using System.Text.Json.Nodes;

namespace CowNotebooks.Notebooks.Ipynb;

/// <summary>Makes cells with all that nbformat 4.5 requires: <c>execution_count</c> and <c>outputs</c> of a code cell even when empty.</summary>
internal static class NotebookCells
{
    /// <summary>A code cell that was not executed, with the metadata that both kinds of front end use.</summary>
    public static JsonObject Code(string source, string id, string language, params string[] tags)
    {
        var metadata = new JsonObject
        {
            ["dotnet_interactive"] = new JsonObject { ["language"] = language },
            ["polyglot_notebook"] = new JsonObject { ["kernelName"] = language },
        };
        if (tags.Length > 0) metadata["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode)tag)]);
        return new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["id"] = id,
            ["metadata"] = metadata,
            ["outputs"] = new JsonArray(),
            ["source"] = JsonAccess.Lines(source),
        };
    }

    /// <summary>A markdown cell.</summary>
    public static JsonObject Markdown(string source, string id) =>
        new() { ["cell_type"] = "markdown", ["id"] = id, ["metadata"] = new JsonObject(), ["source"] = JsonAccess.Lines(source) };
}
