using CowNotebooks.Notebooks.Running;
using CowNotebooks.Tests;

namespace CowNotebooks.Notebooks.Tests;

public class EngineProcessTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("await Task.Delay(1); while (true) { }")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    [InlineData("Task.Delay(-1).Wait();")]
    [InlineData("while (true) Console.WriteLine(kept);")]
    public async Task An_endless_cell_is_stopped_and_the_state_before_it_is_kept(string endless)
    {
        await using var engine = await EngineProcess.StartAsync(Path.GetTempPath(), TestContext.Current.CancellationToken);
        await Engines.RunAsync(engine, "cell 1", "var kept = 41;", Engines.Limit);
        var stopped = await Engines.RunAsync(engine, "cell 2", endless, Short);
        Assert.Equal("Cell 2 ran longer than 1 s and was stopped.", stopped.Error!.Message);
        Assert.True(engine.IsAlive);
        Assert.Equal("42", (await Engines.RunAsync(engine, "cell 3", "kept + 1", Engines.Limit)).Value);
        // The first to be stopped must not be the last that can be.
        Assert.Equal("TimeLimit", (await Engines.RunAsync(engine, "cell 4", "while (true) { }", Short)).Error!.Name);
        Assert.Equal("42\n", (await Engines.RunAsync(engine, "cell 5", "Console.WriteLine(kept + 1);", Engines.Limit)).Text("stdout"));
        Assert.True(engine.IsAlive);
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_is_killed_with_what_its_cell_started()
    {
        await using var engine = await EngineProcess.StartAsync(Path.GetTempPath(), TestContext.Current.CancellationToken);
        await Engines.RunAsync(engine, "cell 1", "Console.WriteLine(1 + 1);", Engines.Limit);
        var stopped = await Engines.RunAsync(
            engine, "cell 2", "System.Diagnostics.Process.Start(\"sleep\", \"86321\"); Console.WriteLine(\"so far\"); await Task.Delay(500); System.Diagnostics.Process.Start(\"kill\", $\"-STOP {Environment.ProcessId}\"); await Task.Delay(-1);",
            TimeSpan.FromSeconds(6));
        Assert.Equal("TimeLimit", stopped.Error!.Name);
        Assert.Equal("so far\n", stopped.Text("stdout"));
        Assert.False(engine.IsAlive);
        await Processes.GoneAsync("sleep\086321");
    }

    [Theory]
    [InlineData("Environment.Exit(3);", "The engine process ended with exit code 3 while running cell 1.")]
    [InlineData("Environment.Exit(200);", "The engine process ended with exit code 200 while running cell 1.")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Kill(); await Task.Delay(-1);", "The engine process was killed by SIGKILL while running cell 1.")]
    [InlineData("int F(int x) => F(x + 1) + 1;\nF(0)", "The engine process was killed by SIGABRT (stack overflow) while running cell 1.")]
    [InlineData("new System.Threading.Thread(() => throw new Exception(\"from a thread\")).Start(); await Task.Delay(-1);",
        "The engine process was killed by SIGABRT (unhandled exception) while running cell 1.")]
    public async Task A_dying_engine_is_a_named_result(string cell, string message)
    {
        var run = Assert.Single(await Engines.RunAsync(cell));
        Assert.Equal("EngineDied", run.Error!.Name);
        Assert.Equal(message, run.Error.Message);
    }

    [Fact]
    public async Task What_cells_started_is_gone_when_the_engine_is_disposed_of()
    {
        var run = Assert.Single(await Engines.RunAsync("System.Diagnostics.Process.Start(\"sh\", [\"-c\", \"sleep 86322 & sleep 86323\"]);"));
        Assert.Null(run.Error);
        await Processes.GoneAsync("sleep\086322");
        await Processes.GoneAsync("sleep\086323");
    }

    [Fact]
    public async Task A_cancelled_run_ends_at_once_and_leaves_nothing()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var notebook = Notebooks.Of("System.Diagnostics.Process.Start(\"sleep\", \"86324\"); System.Threading.Thread.Sleep(-1);");
        var run = NotebookRunner.RunAsync(notebook, Path.GetTempPath(), Engines.Limit, cancel: cancel.Token);
        await Processes.AppearedAsync("sleep\086324");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await Processes.GoneAsync("sleep\086324");
    }
}
