using System.Globalization;
using System.Runtime.InteropServices;
using CowNotebooks.Tests;

namespace CowNotebooks.Jupyter.Tests;

public partial class InterruptTests
{
    private static readonly int Times = int.Parse(Environment.GetEnvironmentVariable("COW_INTERRUPTS") ?? "5", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Loops_and_waits_stop_again_and_again_and_the_variables_are_kept()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        client.Execute("var kept = 41;");
        string[] endless =
        [
            "while (true) { }",
            "try { while (true) { } } finally { Console.WriteLine(\"tidied\"); }",
            "await Task.Delay(1); while (true) { }",
            "await Task.Delay(-1);",
            "System.Threading.Thread.Sleep(-1);",
            "Task.Delay(-1).Wait();",
            "while (true) { try { System.Threading.Thread.Sleep(10); } catch { } }",
            "while (true) Console.WriteLine(kept);",
            "while (true) { }",
        ];
        foreach (var cell in endless)
        {
            var id = client.Begin($"Console.WriteLine(\"begun\");\n{cell}");
            client.Until(id, message => message.Type == "stream");
            Assert.Equal("ok", client.Control("interrupt_request", [])["status"]!.ToString());
            Assert.Equal("Interrupted", Assert.Single(client.Finish(id).Shown, message => message.Type == "error").Text("ename"));
            Assert.Equal("42", client.Execute("kept + 1").Value);
        }
    }

    [Fact]
    public async Task An_endless_cell_of_a_child_ends_with_the_child_and_everything_else_is_kept()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        LaboratoryCells.Open(client);
        client.Execute("var kept = 41;");
        client.Execute("#!parent\nnumbers = list(range(Size))");
        for (var time = 0; time < Times; time++)
        {
            client.Execute("#!child --new\nlen(numbers)");
            var child = int.Parse(client.Execute("lab.Child.Pid").Value!, CultureInfo.InvariantCulture);
            var id = client.Begin("var mixed = 1;\n#!child\nwhile True:\n    pass");
            await Processes.UntilAsync(() => IsRunning(child), "The child does not run the cell.");
            Assert.Equal("ok", client.Control("interrupt_request", [])["status"]!.ToString());
            var run = client.Finish(id);
            Assert.Equal("Interrupted", run.Reply["ename"]!.ToString());
            Assert.Contains("the next #!child cell forks a fresh child", run.Reply["evalue"]!.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(run.Shown, message => message.Type == "display_data");
            await Processes.UntilAsync(() => !Directory.Exists($"/proc/{child}"), "The child is still there.");
            Assert.Equal("42", client.Execute("kept + 1").Value);
        }
        for (var time = 0; time < Times; time++)
        {
            var id = client.Begin("display(\"begun\");\n#!child\nwhile True:\n    pass");
            client.Until(id, message => message.Type == "display_data");
            await Task.Delay(Random.Shared.Next(50), TestContext.Current.CancellationToken);
            client.Control("interrupt_request", []);
            Assert.Equal("Interrupted", client.Finish(id).Reply["ename"]!.ToString());
            Assert.Equal("42", client.Execute("kept + 1").Value);
        }
        var fresh = client.Execute("#!child\nlen(numbers)");
        Assert.Equal("ok", fresh.Status);
        var wrong = client.Execute("var before = 1;\n\n#!child\nlen(numbers)\nnothing");
        Assert.Contains("line 5", wrong.Reply["evalue"]!.ToString(), StringComparison.Ordinal);
        client.Execute("await lab.DisposeAsync();");
    }

    [Fact]
    public async Task SIGINT_stops_the_cell_and_an_idle_kernel_does_not_mind_it()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        Assert.Equal(0, Kill(kernel.Id, 2));
        // The signal may be late and find this cell instead.
        await Processes.UntilAsync(() => client.Execute("1 + 1").Value == "2", "The kernel runs nothing any more.");
        var id = client.Begin("Console.WriteLine(\"begun\"); while (true) { }");
        client.Until(id, message => message.Type == "stream");
        Assert.Equal(0, Kill(kernel.Id, 2));
        Assert.Equal("Interrupted", client.Finish(id).Reply["ename"]!.ToString());
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_is_said_so_and_the_second_interrupt_ends_the_engine()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        // An engine that is stopped from outside answers nothing.
        var id = client.Begin("Console.WriteLine(\"begun\"); await Task.Delay(500); System.Diagnostics.Process.Start(\"kill\", $\"-STOP {Environment.ProcessId}\"); await Task.Delay(-1);");
        client.Until(id, message => message.Type == "stream");
        await Task.Delay(2000, TestContext.Current.CancellationToken);
        client.Control("interrupt_request", []);
        Assert.Contains("Interrupt once more", client.Until(id, message => message.Text("name") == "stderr").Text("text"));
        client.Control("interrupt_request", []);
        Assert.Contains("is lost", client.Finish(id).Reply["evalue"]!.ToString());
        Assert.Equal("2", client.Execute("1 + 1").Value);
    }

    /// <summary>Twice, since a process that is only woken for a moment runs too.</summary>
    private static bool IsRunning(int process)
    {
        for (var time = 0; time < 2; time++)
        {
            Thread.Sleep(20);
            var stat = File.ReadAllText($"/proc/{process}/stat");
            if (stat[stat.LastIndexOf(')') + 2] != 'R') return false;
        }
        return true;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
