using System.Text.Json;
using System.Text.Json.Nodes;
using CowNotebooks.Notebooks.Ipynb;

namespace CowNotebooks.Notebooks;

/// <summary>One cell of a .dib file: the lines after one such as <c>#!csharp</c>.</summary>
/// <param name="Language">The kernel that the line names: <c>csharp</c>, <c>markdown</c>, <c>html</c>, …; <c>meta</c> for the file's metadata.</param>
/// <param name="Line">The line of the file, from 1, where the source begins.</param>
/// <param name="Source">The lines up to the next cell.</param>
/// <param name="Options">What stands after the name: <c>--slices 50</c>; empty when nothing does.</param>
public sealed record DibCell(string Language, int Line, string Source, string Options = "");

/// <summary>
/// Reads .dib files: plain text in which a line <c>#!kernel</c> begins a cell. Lines before the first are C#.
/// Any other line with <c>#!</c>, such as <c>#!import</c>, is a command within its cell. (.NET Interactive's own reader, CodeSubmission of the package
/// Microsoft.DotNet.Interactive.Documents, tells no lines, drops an empty <c>#!fork</c> and leaves <c>#!child --slices 50</c> in the cell before it; a test compares the two.)
/// </summary>
public static class Dib
{
    internal const string Meta = "meta";

    /// <summary>The cells of a .dib text, without empty ones.</summary>
    /// <param name="text">The text of the file.</param>
    public static IReadOnlyList<DibCell> Parse(string text)
    {
        var cells = new List<DibCell>();
        var kernels = new Dictionary<string, string>(KernelNames.ByAlias);
        var (cell, source) = (new DibCell(KernelNames.CSharp, 1, ""), new List<string>());
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            if (!lines[index].StartsWith("#!", StringComparison.Ordinal))
            {
                source.Add(lines[index]);
                continue;
            }
            // The metadata ends at any such line.
            if (cell.Language == Meta) Begin(KernelNames.CSharp, "", index + 1);
            var words = lines[index][2..].Split((char[]?)null, 2, StringSplitOptions.TrimEntries);
            var options = words.Length > 1 ? words[1] : "";
            if (kernels.TryGetValue(words[0], out var kernel)) Begin(kernel, options, index + 2);
            else if (words[0] == Meta && !cells.Any(known => known.Language == Meta)) Begin(Meta, options, index + 2);
            else source.Add(lines[index]);
        }
        End();
        return cells;

        void Begin(string language, string options, int line)
        {
            End();
            (cell, source) = (new DibCell(language, line, "", options), []);
        }

        void End()
        {
            if (source.All(string.IsNullOrWhiteSpace) && !KernelNames.IsCommand(cell.Language)) return;
            cells.Add(cell with { Source = string.Join('\n', source) });
            if (cell.Language == Meta) Name(kernels, cells[^1].Source);
        }
    }

    /// <summary>Adds the kernels that a file's metadata names: those that it connects to itself.</summary>
    private static void Name(Dictionary<string, string> kernels, string metadata)
    {
        try
        {
            var items = ((JsonNode.Parse(metadata) as JsonObject)?["kernelInfo"] as JsonObject)?["items"] as JsonArray;
            foreach (var item in items?.OfType<JsonObject>() ?? [])
            {
                if (item.Text("name") is not { Length: > 0 } name) continue;
                kernels.TryAdd(name, name);
                foreach (var alias in (item["aliases"] as JsonArray)?.OfType<JsonValue>() ?? []) kernels.TryAdd(alias.ToString(), name);
            }
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            // Whoever runs the file as a notebook is told; an import needs no metadata.
        }
    }
}
