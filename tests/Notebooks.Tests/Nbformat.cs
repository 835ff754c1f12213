using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CowNotebooks.Tests;

namespace CowNotebooks.Notebooks.Tests;

/// <summary>
/// The rules of nbformat 4.5's schema that an executed notebook can break
/// (https://github.com/jupyter/nbformat/blob/main/nbformat/v4/nbformat.v4.5.schema.json).
/// </summary>
internal static partial class Nbformat
{
    private const int Missing = 77;

    // A duplicate id is a warning there.
    private const string Script = """
        import json, sys, warnings
        try: import nbformat
        except ImportError: sys.exit(77)
        warnings.simplefilter("error")
        for path in sys.argv[1:]:
            with open(path, encoding="utf-8") as file: notebook = json.load(file)
            try: nbformat.validate(notebook)
            except Exception as error: sys.exit(f"{error}\n{notebook}")
        """;

    public static void Check(string text)
    {
        var notebook = JsonNode.Parse(text)!.AsObject();
        Assert.Equal(4, (int)notebook["nbformat"]!);
        Assert.Equal(5, (int)notebook["nbformat_minor"]!);
        Assert.IsType<JsonObject>(notebook["metadata"]);
        var cells = notebook["cells"]!.AsArray();
        Assert.Equal(cells.Count, cells.Select(cell => cell!["id"]!.ToString()).Distinct().Count());
        foreach (var cell in cells.Select(cell => cell!.AsObject()))
        {
            Assert.Matches(Id(), cell["id"]!.ToString());
            Assert.IsType<JsonObject>(cell["metadata"]);
            Assert.True(cell["source"] is JsonValue or JsonArray);
            if (cell["cell_type"]!.ToString() == "code") CheckCode(cell);
            else Assert.Equal([], cell.Select(field => field.Key).Intersect(["outputs", "execution_count"]));
        }
    }

    /// <summary>Asks nbformat itself (Debian's python3-nbformat), which has the whole schema.</summary>
    public static void Judge(params IEnumerable<string> texts)
    {
        const string Python = "/usr/bin/python3";
        const string Remedy = "Install it (Debian: apt-get install python3-nbconvert).";
        Requires.That(File.Exists(Python), $"{Python} is not there. {Remedy}");
        using var scratch = new Scratch();
        var start = new ProcessStartInfo(Python, ["-c", Script, .. texts.Select((text, index) => scratch.Write($"{index}.ipynb", text))]) { RedirectStandardError = true };
        using var python = Process.Start(start)!;
        var errors = python.StandardError.ReadToEnd();
        python.WaitForExit();
        Requires.That(python.ExitCode != Missing, $"Python's nbformat is not installed. {Remedy}");
        Assert.Equal((0, ""), (python.ExitCode, errors));
    }

    private static void CheckCode(JsonObject cell)
    {
        Assert.True(cell.ContainsKey("execution_count"));
        foreach (var output in cell["outputs"]!.AsArray().Select(output => output!.AsObject()))
        {
            string[] fields = output["output_type"]!.ToString() switch
            {
                "stream" => ["name", "output_type", "text"],
                "error" => ["ename", "evalue", "output_type", "traceback"],
                "display_data" => ["data", "metadata", "output_type"],
                "execute_result" => ["data", "execution_count", "metadata", "output_type"],
                var other => throw new InvalidOperationException(other),
            };
            Assert.Equal(fields, output.Select(field => field.Key).Order(StringComparer.Ordinal));
            if (output["data"] is not JsonObject data) continue;
            Assert.Contains("text/plain", data.Select(item => item.Key));
            Assert.All(data.Where(item => item.Key.EndsWith("json", StringComparison.Ordinal)), item => Assert.IsType<JsonObject>(item.Value));
        }
    }

    [GeneratedRegex("^[a-zA-Z0-9-_]{1,64}$")]
    private static partial Regex Id();
}
