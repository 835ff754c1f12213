using CowNotebooks.Notebooks.Messages;
using CowNotebooks.Notebooks.Running;
using CowNotebooks.Notebooks.Tests;

namespace CowNotebooks.Engine.Tests;

/// <summary>Interrupts at moments that nobody chooses. COW_INTERRUPTS says how many of each kind; CONTRIBUTING names the command.</summary>
internal static class Interrupts
{
    public const string Begun = "Console.WriteLine(\"begun\");\n";
    public static readonly int Times = int.Parse(Environment.GetEnvironmentVariable("COW_INTERRUPTS") ?? "5");

    public static async Task<EngineProcess> StartAsync(string folder)
    {
        var engine = await EngineProcess.StartAsync(folder, TestContext.Current.CancellationToken);
        await Engines.RunAsync(engine, "cell 1", "var kept = 41;", Engines.Limit);
        return engine;
    }

    public static async Task<CellRun> InterruptAsync(EngineProcess engine, string code)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Engines.RunAsync(engine, "cell 2", code, Engines.Limit, told =>
        {
            if (told is EngineEvent.Stream) begun.TrySetResult();
        });
        await Task.WhenAny(begun.Task, running);
        await Task.Delay(Random.Shared.Next(100), TestContext.Current.CancellationToken);
        await engine.InterruptAsync();
        var stopped = await running;
        Assert.Equal("Interrupted", stopped.Error?.Name);
        Assert.Equal("42", (await Engines.RunAsync(engine, "cell 3", "kept + 1", Engines.Limit)).Value);
        return stopped;
    }
}
