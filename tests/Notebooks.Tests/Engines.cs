using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CowNotebooks.Notebooks.Messages;
using CowNotebooks.Notebooks.Running;

namespace CowNotebooks.Notebooks.Tests;

/// <summary>Cells run in a real engine process.</summary>
internal static class Engines
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>Runs the cells in one fresh engine.</summary>
    public static async Task<IReadOnlyList<CellRun>> RunInAsync(string folder, params string[] cells)
    {
        await using var engine = await EngineProcess.StartAsync(folder, TestContext.Current.CancellationToken);
        var runs = new List<CellRun>();
        foreach (var cell in cells) runs.Add(await RunAsync(engine, $"cell {runs.Count + 1}", cell, Limit));
        return runs;
    }

    public static Task<IReadOnlyList<CellRun>> RunAsync(params string[] cells) => RunInAsync(Path.GetTempPath(), cells);

    public static async Task<CellRun> RunAsync(EngineProcess engine, string place, string code, TimeSpan limit, Action<EngineEvent>? watch = null)
    {
        var outputs = new CellOutputs(1, new ConcurrentDictionary<string, JsonObject>());
        var error = await engine.ExecuteAsync(place, code, null, limit, told => { outputs.Add(told); watch?.Invoke(told); }, TestContext.Current.CancellationToken);
        return new CellRun([.. outputs.ToJson(null).Select(output => (JsonObject)output!)], error);
    }
}

/// <summary>What a cell left.</summary>
internal sealed record CellRun(IReadOnlyList<JsonObject> Outputs, CellError? Error)
{
    public string? Value => Data("text/plain");

    public string? Data(string mimeType) => Outputs.LastOrDefault(output => output["data"] is not null)?["data"]![mimeType]?.ToString();

    public string Text(string stream) => string.Concat(Outputs.Where(output => output["name"]?.ToString() == stream).SelectMany(output => output["text"]!.AsArray().Select(line => line!.ToString())));
}
