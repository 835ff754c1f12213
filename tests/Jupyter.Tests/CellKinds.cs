using System.Text.Json.Nodes;

namespace CowNotebooks.Jupyter.Tests;

/// <summary>What kinds of output a cell of an executed notebook has (https://nbformat.readthedocs.io/en/latest/format_description.html#code-cell-outputs).</summary>
internal static class CellKinds
{
    /// <summary>A line a code cell: its number and first line, and each output's kind: "stdout", "stderr", "error", or its MIME types in order.</summary>
    public static IEnumerable<string> Of(JsonNode notebook) => Cells(notebook).Select((cell, index) =>
        $"cell {index + 1} `{Text(cell["source"]!).Split('\n')[0]}`: {string.Join(" | ", Outputs(cell).Select(Kind))}");

    /// <summary>What went wrong in a notebook: what cells wrote to standard error, and the errors that they ended in, each with its cell.</summary>
    public static IEnumerable<string> Complaints(JsonNode notebook) =>
        from cell in Cells(notebook)
        from output in Outputs(cell)
        where Kind(output) is "stderr" or "error"
        select $"{Text(cell["source"]!)}\n→ {Kind(output)}: {(Kind(output) == "stderr" ? Text(output["text"]!) : $"{output["ename"]}: {output["evalue"]}")}";

    private static IEnumerable<JsonNode> Cells(JsonNode notebook) =>
        notebook["cells"]!.AsArray().Select(cell => cell!).Where(cell => (string?)cell["cell_type"] == "code" && Text(cell["source"]!).Length > 0);

    private static IEnumerable<JsonNode> Outputs(JsonNode cell) => cell["outputs"]!.AsArray().Select(output => output!);

    private static string Kind(JsonNode output) => (string)output["output_type"]! switch
    {
        "stream" => (string)output["name"]!,
        "error" => "error",
        _ => string.Join(' ', output["data"]!.AsObject().Select(data => data.Key).Order(StringComparer.Ordinal)),
    };

    // nbformat: a string, or a list of its lines.
    private static string Text(JsonNode text) => text is JsonArray lines ? string.Concat(lines.Select(line => (string)line!)) : (string)text!;
}
