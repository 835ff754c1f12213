using System.Text.Json;
using System.Text.Json.Nodes;
using CowNotebooks.Notebooks.Ipynb;

namespace CowNotebooks.Notebooks;

/// <summary>
/// A notebook file (nbformat 4, https://nbformat.readthedocs.io/en/latest/format_description.html), immutable.
/// Unknown fields are kept in their order, and so is the indentation of the file.
/// </summary>
public sealed class Notebook
{
    private readonly JsonObject _json;
    private readonly int _indent;
    private readonly string _ending;

    private Notebook(JsonObject json, int indent, string ending)
    {
        _json = json;
        _indent = indent;
        _ending = ending;
        var counts = new int[3];
        Cells = [.. CellsOf(json).Select((cell, position) => MakeCell(cell, position, counts))];
    }

    /// <summary>The cells in their order.</summary>
    public IReadOnlyList<Cell> Cells { get; }

    /// <summary>The notebook's metadata. A copy.</summary>
    public JsonObject Metadata => (JsonObject?)(_json["metadata"] as JsonObject)?.DeepClone() ?? [];

    /// <summary>Reads a notebook from a file.</summary>
    /// <param name="path">The .ipynb file.</param>
    /// <exception cref="NotebookException">The file cannot be read or is not a notebook.</exception>
    public static Notebook Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NotebookException($"There is no notebook {path}.", "Check the name.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{path} cannot be read: {error.Message}", "Check that it is a file and its permissions.", error);
        }
    }

    /// <summary>Reads a notebook from its text.</summary>
    /// <param name="text">JSON of nbformat 4.</param>
    /// <param name="name">The name of the notebook in errors.</param>
    /// <exception cref="NotebookException">The text is not a notebook of nbformat 4.</exception>
    public static Notebook Parse(string text, string name = "the notebook")
    {
        JsonObject json;
        try
        {
            json = JsonNode.Parse(text) as JsonObject ?? throw new JsonException("it is not a JSON object");
            // Objects are parsed lazily: forces it now, so that duplicate fields and unpaired surrogates are found here.
            JsonText.Write(json, 1);
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new NotebookException($"{name} is not a notebook: {error.Message.TrimEnd('.')}.", "Open it in an editor or restore it from version control.", error);
        }
        if (json.Number("nbformat") != 4)
            throw new NotebookException($"{name} is not in nbformat 4.", "Open it in Jupyter and save it again.");
        if (json["cells"] is not JsonArray cells || cells.Any(cell => cell is not JsonObject))
            throw new NotebookException($"{name} has no list of cells.", "Restore it from version control.");
        return new Notebook(json, IndentationOf(text), text[text.TrimEnd('\n').Length..]);
    }

    /// <summary>The notebook as JSON text, as Jupyter would write it.</summary>
    public string ToText() => JsonText.Write(_json, _indent) + _ending;

    /// <summary>Writes the notebook atomically: to a file beside it, which is then moved over it.</summary>
    /// <param name="path">The .ipynb file.</param>
    /// <exception cref="NotebookException">The file cannot be written.</exception>
    public void Save(string path) => WholeFile.Write(path, ToText());

    /// <summary>A changed copy; the notebook itself stays as it is.</summary>
    internal Notebook With(Action<JsonObject> change)
    {
        var copy = (JsonObject)_json.DeepClone();
        change(copy);
        return new Notebook(copy, _indent, _ending);
    }

    internal static IEnumerable<JsonObject> CellsOf(JsonObject notebook) => ((JsonArray)notebook["cells"]!).Cast<JsonObject>();

    private static Cell MakeCell(JsonObject json, int position, int[] counts)
    {
        var kind = new Cell(json, position, 0).Kind;
        return new Cell(json, position, ++counts[(int)kind]);
    }

    // The first indented line shows it: 1 from Jupyter, 2 from some editors.
    private static int IndentationOf(string text)
    {
        var start = text.IndexOf("\n ", StringComparison.Ordinal) + 1;
        return start == 0 ? 1 : text.AsSpan(start).IndexOfAnyExcept(' ') is > 0 and < 9 and var width ? width : 1;
    }
}
