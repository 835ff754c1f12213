using System.Text.Json;
using CowNotebooks.Notebooks;
using CowNotebooks.Notebooks.Messages;
using CowNotebooks.Notebooks.Reading;

namespace CowNotebooks.Fuzz.Targets;

/// <summary>Notebooks in both forms, and the lines between a runner and its engine.</summary>
internal static class NotebookTargets
{
    private static readonly IReadOnlyList<byte[]> JsonPieces = Corpus.Of(
        "null", "true", "[]", "{}", "{\"a\":1,\"a\":2}", "\"\\ud800\"", "\"\\u001b[31m\"",
        ",\"metadata\":{}", ",\"source\":[null]", ",\"id\":\"x\"", ",\"nbformat\":3", ",\"outputs\":[{}]", ",\"cell_type\":\"raw\"",
        "\"tags\":[\"parameters\",null,7],", "\"language\":\"python\",", "<<<<<<< HEAD\n", "<script>alert(1)</script>");

    public static IEnumerable<FuzzTarget> All =>
    [
        new("ipynb", Corpus.Notebooks("*.ipynb"), bytes => Read(Notebook.Parse(NotebookText.Decode(bytes, "x.ipynb"), "x.ipynb")), typeof(NotebookException)) { Pieces = JsonPieces },
        new("dib", Corpus.Notebooks("*.dib"), ReadDib, typeof(NotebookException))
        {
            Pieces = Corpus.Of("#!", "#!csharp\n", "#!meta\n",
                "#!meta\n{\"kernelInfo\":{\"defaultKernelName\":\"x\",\"items\":[{\"name\":\"x\",\"aliases\":[null,1]}]}}\n",
                "#!markdown\n", "#!child --slices 50\n", "\r", "<<<<<<< a\n=======\n>>>>>>> b\n"),
        },
        new("engine lines", EngineLines, ReadEngineLine, typeof(JsonException)) { Pieces = JsonPieces },
    ];

    private static void ReadDib(byte[] bytes)
    {
        var text = NotebookText.Decode(bytes, "x.dib");
        // Each line of an import belongs to the cell that says so.
        var lines = text.Replace("\r\n", "\n").Replace('\r', '\n').Split('\n');
        foreach (var cell in Dib.Parse(text).Where(cell => cell.Source.Length > 0)) WrongFigureException.ThrowUnlessEqual($"Line {cell.Line}", lines[cell.Line - 1], cell.Source.Split('\n')[0]);
        Read(Notebook.Parse(IpynbOf(text), "x.dib"));
    }

    private static string IpynbOf(string text) => Notebooks.Ipynb.JsonText.Write(DibNotebook.Parse(text, "x.dib"), 1);

    private static void Read(Notebook notebook)
    {
        foreach (var cell in notebook.Cells) _ = (cell.Id, cell.Source, cell.Tags, cell.ExecutionCount, cell.Outputs, cell.Attachments, notebook.LanguageOf(cell));
        _ = Parameters.Of(notebook);
        var text = notebook.ToText();
        WrongFigureException.ThrowUnlessEqual("What is written of what was written", text, Notebook.Parse(text).ToText());
        var clean = Cleaner.Clean(notebook);
        if (Cleaner.Findings(clean) is [var left, ..]) throw new WrongFigureException($"A cleaned notebook is not clean: {left}.");
        WrongFigureException.ThrowUnlessEqual("The number of cells", notebook.Cells.Count, clean.Cells.Count);
        for (var i = 0; i < clean.Cells.Count; i++)
        {
            if (clean.Cells[i].Kind == notebook.Cells[i].Kind) WrongFigureException.ThrowUnlessEqual("A cleaned source", notebook.Cells[i].Source, clean.Cells[i].Source);
        }

        notebook.RefuseForeign("x.ipynb");
    }

    private static IReadOnlyList<byte[]> EngineLines =>
    [
        .. new EngineRequest[] { new EngineRequest.Execute("cell 3", "1 + 1", "csharp"), new EngineRequest.Interrupt(), new EngineRequest.Input("yes"),
            new EngineRequest.Complete("Console.", 8), new EngineRequest.Check("{"), new EngineRequest.WarmUp() }.Select(line => line.ToLine()),
        .. new EngineEvent[]
        {
            new EngineEvent.Ready(".NET 10"), new EngineEvent.Stream("stdout", "text\n"),
            new EngineEvent.Display(new() { ["text/plain"] = "1" }, "a"), new EngineEvent.Clear(true), new EngineEvent.Input("Name?", false),
            new EngineEvent.Error(new CellError("X", "wrong", null, ["line"])), new EngineEvent.Done(true, "It was stopped."),
            new EngineEvent.Answer(new() { ["matches"] = new System.Text.Json.Nodes.JsonArray("a") }),
        }.Select(line => line.ToLine()),
    ];

    private static void ReadEngineLine(byte[] bytes)
    {
        var line = System.Text.Encoding.UTF8.GetString(bytes);
        try
        {
            _ = EngineRequest.Read(line)?.ToLine();
        }
        catch (JsonException)
        {
            // Then it may be an event.
        }

        if (EngineEvent.Read(line) is not { } read) return;
        _ = read.ToLine();
        if (read is not EngineEvent.Answer) _ = OutputContent.Of(read, 1)?.Content.ToJsonString();
    }
}
