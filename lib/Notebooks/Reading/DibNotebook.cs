using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CowNotebooks.Notebooks.Ipynb;

namespace CowNotebooks.Notebooks.Reading;

/// <summary>
/// A .dib file as the notebook that it is. Cells of a .dib have no tags: the first C# cell that begins with the comment <c>// parameters</c> counts as
/// tagged so.
/// </summary>
internal static partial class DibNotebook
{
    /// <exception cref="NotebookException">The file has a merge conflict, or its metadata is not JSON.</exception>
    public static JsonObject Parse(string text, string name)
    {
        MergeConflict.RefuseWhole(text, name);
        var cells = Dib.Parse(text);
        var metadata = cells.FirstOrDefault(cell => cell.Language == Dib.Meta) is { } meta ? Metadata(meta, name) : [];
        var info = metadata["kernelInfo"] as JsonObject;
        metadata.Remove("kernelInfo");
        var language = info?.Text("defaultKernelName") ?? KernelNames.CSharp;
        NotebookLanguage.Write(metadata, language, info);
        var code = cells.Where(cell => cell.Language != Dib.Meta).ToList();
        var parameters = code.FirstOrDefault(cell => cell.Language == KernelNames.CSharp && ParametersComment().IsMatch(cell.Source));
        return new JsonObject
        {
            ["cells"] = new JsonArray([.. code.Select((cell, index) => Cell(cell, $"cell-{index + 1}", language, ReferenceEquals(cell, parameters)))]),
            ["metadata"] = metadata,
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
    }

    private static JsonObject Cell(DibCell cell, string id, string language, bool isParameters)
    {
        var source = cell.Source.Trim('\n');
        if (cell.Language == KernelNames.Markdown) return NotebookCells.Markdown(source, id);
        // A line that is more than a language stays in sight; it takes the cell to its kernel by itself.
        if (cell.Options.Length > 0 || KernelNames.IsCommand(cell.Language))
            return NotebookCells.Code($"#!{cell.Language} {cell.Options}".TrimEnd() + (source.Length > 0 ? $"\n{source}" : ""), id, language);
        return NotebookCells.Code(source, id, cell.Language, isParameters ? [Parameters.Tag] : []);
    }

    private static JsonObject Metadata(DibCell meta, string name)
    {
        try
        {
            var metadata = JsonNode.Parse(meta.Source) as JsonObject ?? throw new JsonException();
            // Objects are parsed lazily: forces it now, so that duplicate fields are found here.
            JsonText.Write(metadata, 1);
            return metadata;
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new NotebookException($"{name}, line {meta.Line - 1}: the metadata after #!meta is not a JSON object.", "Correct it, or delete it with its line #!meta.", error);
        }
    }

    [GeneratedRegex(@"\A\s*//\s*parameters\b", RegexOptions.IgnoreCase)]
    private static partial Regex ParametersComment();
}
