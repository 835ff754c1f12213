using System.Text.Json.Nodes;
using CowNotebooks.Notebooks.Ipynb;

namespace CowNotebooks.Notebooks;

/// <summary>The kind of a cell (nbformat 4.5, <c>cell_type</c>).</summary>
public enum CellKind
{
    /// <summary>Code in the cell's language, which is executed.</summary>
    Code,

    /// <summary>Prose in CommonMark.</summary>
    Markdown,

    /// <summary>Text that is neither executed nor rendered.</summary>
    Raw,
}

/// <summary>One cell of a notebook, read only.</summary>
public sealed class Cell
{
    private readonly JsonObject _json;

    internal Cell(JsonObject json, int position, int number)
    {
        _json = json;
        Position = position;
        Number = number;
        Kind = json.Text("cell_type") switch { "code" => CellKind.Code, "markdown" => CellKind.Markdown, _ => CellKind.Raw };
    }

    /// <summary>The index of the cell among all cells of the notebook, from 0.</summary>
    public int Position { get; }

    /// <summary>The number among the cells of its own kind, from 1: a code cell's number is the execution count it gets.</summary>
    public int Number { get; }

    /// <summary>The kind of the cell.</summary>
    public CellKind Kind { get; }

    /// <summary>The cell's id (nbformat 4.5 and later), else null.</summary>
    public string? Id => _json.Text("id");

    /// <summary>The source as one text, lines ended by \n.</summary>
    public string Source => Multiline(_json["source"]);

    /// <summary>The language that the cell's metadata names, for instance <c>html</c>; null when they name none.</summary>
    public string? Language => CellLanguage.Of(_json["metadata"] as JsonObject);

    /// <summary>The tags, for instance <c>parameters</c>.</summary>
    public IReadOnlyList<string> Tags =>
        _json["metadata"] is JsonObject metadata && metadata["tags"] is JsonArray tags ? [.. tags.Select(tag => tag?.ToString() ?? "")] : [];

    /// <summary>The execution count, or null when the cell was not executed.</summary>
    public int? ExecutionCount => _json["execution_count"] is JsonValue count && count.TryGetValue(out int value) ? value : null;

    /// <summary>The outputs in nbformat: objects with <c>output_type</c> and its fields. A copy.</summary>
    public IReadOnlyList<JsonObject> Outputs =>
        _json["outputs"] is JsonArray outputs ? [.. outputs.OfType<JsonObject>().Select(output => (JsonObject)output.DeepClone())] : [];

    /// <summary>The files attached to a markdown cell: name, then MIME type to base64 text. A copy, or null.</summary>
    public JsonObject? Attachments => (JsonObject?)(_json["attachments"] as JsonObject)?.DeepClone();

    /// <summary>A text that nbformat allows as one string or as a list of lines.</summary>
    /// <param name="node">The string, the list, or null.</param>
    public static string Multiline(JsonNode? node) => node switch
    {
        JsonArray lines => string.Concat(lines.Select(line => line?.ToString())),
        null => "",
        _ => node.ToString(),
    };
}
