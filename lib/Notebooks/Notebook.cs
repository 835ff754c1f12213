using System.Text.Json.Nodes;
using CowNotebooks.Notebooks.Ipynb;
using CowNotebooks.Notebooks.Reading;

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

    /// <summary>The language of the cells that name none: <c>csharp</c>, <c>fsharp</c>, …, or null when the notebook is for a kernel that is not .NET's.</summary>
    public string? Language => NotebookLanguage.Of(_json["metadata"] as JsonObject ?? []);

    /// <summary>The language of one of its cells: its own, or else the notebook's.</summary>
    /// <param name="cell">A code cell.</param>
    public string? LanguageOf(Cell cell) => cell.Language ?? Language;

    /// <summary>Reads a notebook from a file. A .dib becomes the notebook that it is.</summary>
    /// <param name="path">The .ipynb or .dib file.</param>
    /// <exception cref="NotebookException">The file cannot be read, is not UTF-8, or is not a notebook.</exception>
    public static Notebook Load(string path)
    {
        var text = NotebookText.Read(path);
        return Path.GetExtension(path) == ".dib" ? new Notebook(DibNotebook.Parse(text, path), 1, "\n") : Parse(text, path);
    }

    /// <summary>Reads a notebook from the text of an .ipynb file.</summary>
    /// <param name="text">JSON of nbformat 4.</param>
    /// <param name="name">The name of the notebook in errors.</param>
    /// <exception cref="NotebookException">The text is not a notebook of nbformat 4.</exception>
    public static Notebook Parse(string text, string name = "the notebook") =>
        new(IpynbText.Parse(text, name), IndentationOf(text), text[text.TrimEnd('\n').Length..]);

    /// <summary>Throws when the notebook is for a kernel that is not .NET's, such as Python's: its cells cannot run here.</summary>
    /// <param name="name">The name of the notebook in the error.</param>
    /// <exception cref="NotebookException">It is.</exception>
    public void RefuseForeign(string name)
    {
        if (Language is not null) return;
        var (language, kernel) = NotebookLanguage.Foreign(Metadata);
        var article = "AEIOU".Contains(language[0], StringComparison.Ordinal) ? "an" : "a";
        throw new NotebookException($"{name} is {article} {language} notebook (kernel {kernel}), and cow runs C# notebooks.", $"Run it with: jupyter nbconvert --to notebook --execute {name}");
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
