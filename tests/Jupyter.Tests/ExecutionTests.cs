using System.Text.Json.Nodes;
using CowNotebooks.Tests;

namespace CowNotebooks.Jupyter.Tests;

public class ExecutionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_cell_sent_while_the_engine_warms_up_and_a_new_reference_leave_one_of_each_type(int attempt)
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        client.Execute($"#r \"{typeof(NetMQ.NetMQConfig).Assembly.Location}\"");
        Assert.Equal("ok", client.Execute($"var shown = display({attempt});").Reply["status"]!.ToString());
    }

    [Fact]
    public async Task A_cell_tells_its_input_its_output_in_order_and_its_result_between_busy_and_idle()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        var run = client.Execute("Console.WriteLine(\"one\"); Console.Error.WriteLine(\"two\"); display(3); Console.Write(\"four\"); 5");
        Assert.Equal(["execute_input", "stream", "stream", "display_data", "stream", "execute_result"], run.Shown.Select(message => message.Type));
        Assert.Equal(("one\nfour", "two\n", "5"), (run.Text("stdout"), run.Text("stderr"), run.Value));
        Assert.Equal(("ok", "1"), (run.Status, run.Reply["execution_count"]!.ToString()));
        Assert.Equal("2", client.Execute("var kept = 41;").Reply["execution_count"]!.ToString());
        Assert.Equal("42", client.Execute("kept + 1").Value);
    }

    [Fact]
    public async Task A_silent_cell_shows_nothing_and_one_without_history_does_not_count()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        Assert.Empty(client.Execute("Console.WriteLine(1); var a = 20; a", silent: true).Shown);
        Assert.Equal("21", client.Execute("a + 1", storeHistory: false).Value);
        Assert.Equal("1", client.Execute("a").Reply["execution_count"]!.ToString());
        var history = client.Shell("history_request", new JsonObject { ["hist_access_type"] = "tail", ["n"] = 5, ["output"] = false, ["raw"] = true })["history"]!;
        Assert.Equal("[[1,1,\"a\"]]", history.ToJsonString());
    }

    [Fact]
    public async Task Expressions_are_evaluated_after_the_cell_each_for_itself()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        var values = client.Execute("var a = 20;", expressions: new JsonObject { ["twice"] = "a * 2", ["none"] = "nosuch" }).Reply["user_expressions"]!;
        Assert.Equal("40", values["twice"]!["data"]!["text/plain"]!.ToString());
        Assert.Equal(("error", "CompilationError"), (values["none"]!["status"]!.ToString(), values["none"]!["ename"]!.ToString()));
    }

    [Fact]
    public async Task An_error_points_at_the_line_and_aborts_the_cells_that_wait_unless_told_otherwise()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        // The pause lets the others arrive while the first still runs, as they do when a reader runs all cells.
        const string Failing = "await Task.Delay(300);\nthrow new InvalidOperationException(\"no\");";
        var ids = new[] { client.Begin(Failing), client.Begin("1"), client.Begin("2") };
        var error = Assert.Single(client.Finish(ids[0]).Shown, message => message.Type == "error");
        Assert.Equal("System.InvalidOperationException", error.Text("ename"));
        Assert.Contains(error.Content["traceback"]!.AsArray(), line => line!.ToString() == ">   2 | throw new InvalidOperationException(\"no\");");
        Assert.All(ids.Skip(1), id => Assert.Equal("aborted", client.Finish(id).Status));
        ids = [client.Begin(Failing, stopOnError: false), client.Begin("3")];
        Assert.Equal("error", client.Finish(ids[0]).Status);
        Assert.Equal("3", client.Finish(ids[1]).Value);
    }

    [Fact]
    public async Task What_was_displayed_is_replaced_by_its_id_also_from_a_later_cell()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        var shown = client.Execute("var bar = display(\"0 %\"); bar.Update(\"50 %\");").Shown.Where(message => message.Type != "execute_input").ToList();
        Assert.Equal(["display_data", "update_display_data"], shown.Select(message => message.Type));
        var update = Assert.Single(client.Execute("bar.Update(HTML(\"<b>100 %</b>\"))").Shown, message => message.Type == "update_display_data");
        Assert.Equal("<b>100 %</b>", update.Content["data"]!["text/html"]!.ToString());
        Assert.Single(shown.Append(update).Select(message => message.Content["transient"]!["display_id"]!.ToString()).Distinct());
        var cleared = client.Execute("Console.WriteLine(1); clear_output(wait: true); Console.WriteLine(2);");
        Assert.Equal("{\"wait\":true}", Assert.Single(cleared.Shown, message => message.Type == "clear_output").Content.ToJsonString());
    }

    [Fact]
    public async Task Output_that_comes_after_the_cell_is_shown_with_it()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        var id = client.Begin("_ = Task.Run(async () => { await Task.Delay(500); Console.WriteLine(\"late\"); });");
        Assert.Equal("late\n", client.Until(id, message => message.Type == "stream").Text("text"));
    }

    [Fact]
    public async Task Crashes_take_the_engine_and_not_the_kernel_and_the_front_end_is_told()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        client.Execute("var lost = 1;");
        var error = Assert.Single(client.Execute("int F(int x) => F(x + 1) + 1;\nF(0)").Shown, message => message.Type == "error");
        Assert.Equal("The engine process was killed by SIGABRT (stack overflow) while running cell 2. What the cells before it declared is lost: run them again.", error.Text("evalue"));
        Assert.Equal("error", client.Execute("lost").Status);
        Assert.Equal("2", client.Execute("1 + 1").Value);
    }

    [Fact]
    public async Task An_engine_that_dies_between_the_cells_is_told_with_the_next()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        var engine = int.Parse(client.Execute("Environment.ProcessId").Value!);
        client.Execute("_ = Task.Run(async () => { await Task.Delay(200); Environment.Exit(3); });");
        await Processes.UntilAsync(() => !Directory.Exists($"/proc/{engine}"), "The engine is still there.");
        var next = client.Execute("1 + 1");
        Assert.Equal("2", next.Value);
        Assert.Contains("declared is lost", next.Text("stderr"));
    }
}
