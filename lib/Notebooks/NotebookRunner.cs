using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using CowNotebooks.Notebooks.Ipynb;
using CowNotebooks.Notebooks.Running;

namespace CowNotebooks.Notebooks;

/// <summary>Executes notebooks, each in a fresh engine process whose working directory is the notebook's folder.</summary>
public static class NotebookRunner
{
    // nbclient's tag for a cell that shows an error on purpose.
    private const string MayFail = "raises-exception";

    /// <summary>
    /// Runs every code cell in order, up to the first that fails; with <paramref name="allowErrors"/> all of them, while the engine lives. When the task
    /// ends, no process of the notebook is left, whatever its cells did.
    /// </summary>
    /// <param name="notebook">The notebook, with its parameters set; it is not changed.</param>
    /// <param name="folder">The notebook's folder, to which its relative paths refer.</param>
    /// <param name="cellLimit">How long one cell may take.</param>
    /// <param name="allowErrors">Goes on after a cell that failed. A cell tagged <c>raises-exception</c> never ends the run.</param>
    /// <param name="progress">Called before each code cell; may be null.</param>
    /// <param name="cancel">Stops the run and kills its processes.</param>
    /// <exception cref="NotebookException">The engine cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static async Task<NotebookRun> RunAsync(
        Notebook notebook, string folder, TimeSpan cellLimit, bool allowErrors = false, Action<CellProgress>? progress = null, CancellationToken cancel = default)
    {
        var provenance = Provenance.Here();
        var clock = Stopwatch.StartNew();
        var outputs = new Dictionary<int, (CellOutputs Shown, CellError? Error)>();
        var displays = new ConcurrentDictionary<string, JsonObject>();
        var code = notebook.Cells.Where(cell => cell.Kind == CellKind.Code).ToList();
        var allowed = new List<CellFailure>();
        CellFailure? failure = null;
        var engine = await EngineProcess.StartAsync(folder, cancel);
        // Ctrl-C waits neither for the cell nor for an orderly exit of the engine.
        await using (engine)
        await using (cancel.Register(engine.Kill))
        {
            foreach (var cell in code)
            {
                progress?.Invoke(new CellProgress(cell.Number, code.Count));
                var gathered = new CellOutputs(cell.Number, displays);
                var error = await engine.ExecuteAsync($"cell {cell.Number}", cell.Source, notebook.LanguageOf(cell), cellLimit, gathered.Add, cancel);
                cancel.ThrowIfCancellationRequested();
                outputs[cell.Position] = (gathered, error);
                if (error is null || (cell.Tags.Contains(MayFail) && engine.IsAlive)) continue;
                var failed = new CellFailure(cell.Number, error, gathered.Text, !engine.IsAlive);
                if (!allowErrors || failed.IsEngineGone)
                {
                    failure = failed;
                    break;
                }
                allowed.Add(failed);
            }
        }
        return new NotebookRun(Executed(notebook, outputs, provenance, clock.Elapsed, failure), code.Count, clock.Elapsed, failure, [.. allowed]);
    }

    private static Notebook Executed(Notebook notebook, Dictionary<int, (CellOutputs Shown, CellError? Error)> outputs, Provenance provenance, TimeSpan duration, CellFailure? failure) =>
        notebook.With(json =>
        {
            ValidForm.Give(json, []);
            foreach (var (cell, known) in Notebook.CellsOf(json).Zip(notebook.Cells).Where(pair => pair.Second.Kind == CellKind.Code))
            {
                var ran = outputs.TryGetValue(known.Position, out var output);
                cell["execution_count"] = ran ? known.Number : null;
                cell["outputs"] = ran ? output.Shown.ToJson(output.Error) : new JsonArray();
            }
            var metadata = json.Section("metadata");
            provenance.WriteTo(metadata);
            RunRecord.Of(duration, failure).WriteTo(metadata);
        });
}
