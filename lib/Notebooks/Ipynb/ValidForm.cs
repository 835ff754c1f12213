using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CowNotebooks.Notebooks.Ipynb;

/// <summary>
/// Makes a notebook valid nbformat 4.5 (https://github.com/jupyter/nbformat/blob/main/nbformat/v4/nbformat.v4.5.schema.json): what is missing is added, what the
/// schema forbids is taken out. The same notebook always becomes the same.
/// </summary>
internal static partial class ValidForm
{
    private const int Minor = 5;
    private static readonly string[] NotebookFields = ["cells", "metadata", "nbformat", "nbformat_minor"];
    private static readonly string[] CodeFields = ["cell_type", "execution_count", "id", "metadata", "outputs", "source"];
    private static readonly string[] TextFields = ["attachments", "cell_type", "id", "metadata", "source"];

    private static readonly string[] LanguageTexts = ["file_extension", "mimetype", "pygments_lexer"];

    /// <summary>The metadata of a notebook for which the schema has rules.</summary>
    private static readonly Dictionary<string, Func<JsonNode?, bool>> NotebookRules = new()
    {
        ["kernelspec"] = value => value is JsonObject spec && IsText(spec["name"]) && IsText(spec["display_name"]),
        ["language_info"] = value => value is JsonObject info && IsText(info["name"]) && LanguageTexts.All(field => !info.ContainsKey(field) || IsText(info[field]))
            && (!info.ContainsKey("codemirror_mode") || info["codemirror_mode"] is JsonObject || IsText(info["codemirror_mode"])),
        ["orig_nbformat"] = value => value is JsonValue number && number.TryGetValue(out int version) && version > 0,
        ["title"] = IsText,
        ["authors"] = value => value is JsonArray,
    };

    /// <summary>The metadata of cells for which it has rules.</summary>
    private static readonly Dictionary<string, Func<JsonNode?, bool>> CellRules = new()
    {
        ["collapsed"] = IsTruth,
        ["scrolled"] = value => IsTruth(value) || IsText(value) && value!.ToString() == "auto",
        ["name"] = value => IsText(value) && value!.ToString().Any(letter => letter != '\n'),
        ["format"] = IsText,
        ["jupyter"] = value => value is JsonObject,
        ["execution"] = value => value is JsonObject times && times.All(time => IsText(time.Value)),
        ["tags"] = value => value is JsonArray tags && tags.All(tag => IsText(tag) && Tag().IsMatch(tag!.ToString())) && tags.Select(tag => tag!.ToString()).Distinct().Count() == tags.Count,
    };

    /// <summary>Changes the notebook where it is not valid.</summary>
    /// <param name="notebook">A notebook of nbformat 4.</param>
    /// <param name="findings">Receives what was changed, each in a phrase that names the cell.</param>
    public static void Give(JsonObject notebook, List<string> findings)
    {
        // What a later minor version allows is not known here.
        var isLater = notebook.Number("nbformat_minor") > Minor;
        if (!isLater && notebook.Number("nbformat_minor") is not Minor and var old)
        {
            findings.Add($"the notebook is in nbformat 4.{(old is null ? "?" : old)}, not 4.{Minor}");
            notebook["nbformat_minor"] = Minor;
        }
        if (!isLater) Keep(notebook, NotebookFields, "the notebook", findings);
        GiveMetadata(Section(notebook, "metadata", "the notebook", findings), findings);
        foreach (var (cell, name) in Names(notebook))
        {
            GiveCell(cell, name, findings);
            if (!isLater) Keep(cell, cell.Text("cell_type") == "code" ? CodeFields : TextFields, name, findings);
        }
        GiveIds(notebook, findings);
    }

    /// <summary>The cells, each with the name it has in findings: its kind and its number among those.</summary>
    public static IEnumerable<(JsonObject Cell, string Name)> Names(JsonObject notebook)
    {
        var counts = new Dictionary<string, int>();
        foreach (var cell in Notebook.CellsOf(notebook))
        {
            var kind = cell.Text("cell_type") ?? "raw";
            counts[kind] = counts.GetValueOrDefault(kind) + 1;
            yield return (cell, $"{kind} cell {counts[kind]}");
        }
    }

    private static void GiveMetadata(JsonObject metadata, List<string> findings)
    {
        if (metadata["kernelspec"] is JsonObject spec && IsText(spec["name"]) && !IsText(spec["display_name"]))
        {
            findings.Add("the notebook's kernelspec has no display_name");
            spec["display_name"] = spec.Text("name");
        }
        Obey(NotebookRules, metadata, "the notebook", findings);
    }

    private static void GiveCell(JsonObject cell, string name, List<string> findings)
    {
        if (cell.Text("cell_type") is not ("code" or "markdown" or "raw"))
        {
            findings.Add($"{name} is of a kind that nbformat does not have");
            cell["cell_type"] = "raw";
        }
        Obey(CellRules, Section(cell, "metadata", name, findings), name, findings);
        if (!IsMultiline(cell["source"]))
        {
            findings.Add($"{name} has a source that is no text");
            cell["source"] = Cell.Multiline(cell["source"]);
        }
        if (cell.ContainsKey("attachments") && !(cell["attachments"] is JsonObject files && files.All(file => IsBundle(file.Value))))
        {
            findings.Add($"{name} has attachments that are no files");
            cell.Remove("attachments");
        }
        if (cell.Text("cell_type") == "code") GiveCodeCell(cell, name, findings);
    }

    private static void GiveCodeCell(JsonObject cell, string name, List<string> findings)
    {
        if (!cell.ContainsKey("execution_count") || cell["execution_count"] is not null && cell.Number("execution_count") is not >= 0)
        {
            findings.Add($"{name} has no valid execution_count");
            cell["execution_count"] = null;
        }
        if (cell["outputs"] is JsonArray) return;
        findings.Add($"{name} has no list of outputs");
        cell["outputs"] = new JsonArray();
    }

    private static void GiveIds(JsonObject notebook, List<string> findings)
    {
        var kept = new HashSet<string>();
        var without = new List<JsonObject>();
        foreach (var (cell, name) in Names(notebook))
        {
            var id = cell.Text("id");
            if (id is not null && Id().IsMatch(id) && kept.Add(id)) continue;
            without.Add(cell);
            findings.Add(id is null ? $"{name} has no id" : kept.Contains(id) ? $"{name} has the id '{id}' of a cell before it" : $"{name} has the id '{id}', which is not valid");
        }
        var number = 0;
        foreach (var cell in without)
        {
            while (!kept.Add($"cell-{++number}"))
            {
                // The next number that is free.
            }
            cell["id"] = $"cell-{number}";
        }
    }

    private static void Obey(Dictionary<string, Func<JsonNode?, bool>> rules, JsonObject metadata, string name, List<string> findings)
    {
        foreach (var (key, _) in rules.Where(rule => metadata.ContainsKey(rule.Key) && !rule.Value(metadata[rule.Key])))
        {
            findings.Add($"{name} has metadata '{key}' that is not valid");
            metadata.Remove(key);
        }
    }

    private static void Keep(JsonObject json, string[] fields, string name, List<string> findings)
    {
        foreach (var field in json.Select(field => field.Key).Except(fields).ToList())
        {
            json.Remove(field);
            findings.Add($"{name} has a field '{field}', which nbformat does not have");
        }
    }

    private static JsonObject Section(JsonObject json, string field, string name, List<string> findings)
    {
        if (json[field] is not JsonObject) findings.Add($"{name} has no {field}");
        return json.Section(field);
    }

    private static bool IsText(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String;

    private static bool IsMultiline(JsonNode? value) => IsText(value) || value is JsonArray lines && lines.All(IsText);

    // Attached data by MIME type; JSON may be of any shape.
    private static bool IsBundle(JsonNode? value) => value is JsonObject bundle && bundle.All(data => Json().IsMatch(data.Key) || IsMultiline(data.Value));

    private static bool IsTruth(JsonNode? value) => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False;

    [GeneratedRegex(@"\A[a-zA-Z0-9\-_]{1,64}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"\A[^,\n]+\z")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\Aapplication/(?:.*\+)?json\z")]
    private static partial Regex Json();
}
