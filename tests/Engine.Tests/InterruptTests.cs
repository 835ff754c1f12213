using System.Net;
using System.Net.Sockets;
using CowNotebooks.Notebooks.Messages;
using CowNotebooks.Notebooks.Tests;
using static CowNotebooks.Engine.Tests.Interrupts;

namespace CowNotebooks.Engine.Tests;

/// <summary>Interrupts of C# cells at moments that nobody chooses.</summary>
public class InterruptTests
{
    [Theory]
    [InlineData("static int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);\nEnumerable.Range(1, 48).AsParallel().Select(n => Fib(n)).OrderBy(n => n).ToArray()")]
    [InlineData("Enumerable.Range(1, int.MaxValue).AsParallel().Select(n => Math.Sqrt(n)).Where(x => x > 1e9).Count()")]
    [InlineData("Parallel.For(0, int.MaxValue, i => { Math.Sqrt(i); });")]
    [InlineData("await Parallel.ForEachAsync(Enumerable.Range(0, int.MaxValue), async (n, _) => await Task.Yield());")]
    [InlineData("await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => { while (true) { } })));")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    [InlineData("while (true) { }")]
    [InlineData("again: goto again;")]
    [InlineData("while (true) try { System.Threading.Thread.Sleep(1); } catch { }")]
    [InlineData("var lost = 0L; foreach (var n in Forever()) lost += n;\nIEnumerable<int> Forever() { for (; ; ) yield return 1; }")]
    [InlineData("Enumerable.Range(0, int.MaxValue).Select(n => (long)n * n % 7).Concat(Enumerable.Repeat(1L, int.MaxValue)).Where(n => n < 0).Sum()")]
    [InlineData("new List<int>(new int[1_000_000]).Sort((a, b) => { System.Threading.Thread.Sleep(1); return 0; });")]
    [InlineData("while (true) Console.WriteLine(kept);")]
    [InlineData("Console.ReadLine();")]
    [InlineData("var t = new System.Threading.Thread(() => { while (true) { } }); t.Start(); t.Join();")]
    [InlineData("var t = new System.Threading.Timer(_ => { while (true) { } }, null, 0, -1); System.Threading.Thread.Sleep(-1);")]
    [InlineData("System.Threading.ThreadPool.QueueUserWorkItem(_ => Parallel.For(0, int.MaxValue, i => { })); await Task.Delay(-1);")]
    [InlineData("var t = new System.Threading.Thread(() => Console.ReadLine()); t.Start(); t.Join();")]
    public async Task An_interrupted_cell_stops_and_the_variables_are_kept(string endless)
    {
        await using var engine = await StartAsync(Path.GetTempPath());
        // One that never answers.
        engine.Ask = _ => new TaskCompletionSource<EngineRequest.Input>().Task;
        for (var time = 0; time < Times; time++) await InterruptAsync(engine, Begun + endless);
        // Nothing of the cells goes on: a thread pool that is still occupied would let this one wait for good.
        Assert.Equal("8", (await Engines.RunAsync(engine, "after", "(await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => 1)))).Sum()", Engines.Limit)).Value);
    }

    [Fact]
    public async Task A_restore_of_packages_is_interrupted()
    {
        // A feed that takes requests and never answers.
        using var feed = new TcpListener(IPAddress.Loopback, 0);
        feed.Start();
        using var scratch = new Scratch();
        scratch.Write("nuget.config", $"""
            <configuration><packageSources><clear /><add key="silent" value="http://127.0.0.1:{((IPEndPoint)feed.LocalEndpoint).Port}/index.json" allowInsecureConnections="true" /></packageSources></configuration>
            """);
        await using var engine = await StartAsync(scratch.Folder);
        for (var time = 0; time < Times; time++)
            await InterruptAsync(engine, $"{Begun}#!csharp\n#r \"nuget: CowNotebooks.No.Such.Package, {Environment.ProcessId}.{time}\"");
    }

    [Fact]
    public async Task Code_of_a_library_that_does_not_stop_is_left_behind_and_said_so()
    {
        for (var time = 0; time < Times; time++)
        {
            await using var engine = await StartAsync(Path.GetTempPath());
            var said = await InterruptAsync(engine, Begun + "System.Text.RegularExpressions.Regex.IsMatch(new string('a', 50) + \"b\", \"^(a+)+$\");\nConsole.WriteLine(\"never\");");
            Assert.Contains("does not stop: a library or native code that it called goes on", said.Text("stderr"));
            // Also the next one can be interrupted.
            await InterruptAsync(engine, Begun + "while (true) { }");
        }
    }

    [Fact]
    public async Task A_stopped_cell_tidies_up_and_keeps_what_it_has_declared()
    {
        await using var engine = await StartAsync(Path.GetTempPath());
        var said = await InterruptAsync(engine, "var first = 1;\n" + Begun + """
            static void Tidy() { for (var n = 0; n < 3; n++) Console.WriteLine($"tidied {n}"); }
            try { while (true) { } } finally { Tidy(); }
            """);
        Assert.Equal("begun\ntidied 0\ntidied 1\ntidied 2\n", said.Text("stdout"));
        Assert.Equal("1", (await Engines.RunAsync(engine, "next", "first", Engines.Limit)).Value);
    }

    [Fact]
    public async Task What_an_earlier_cell_left_running_is_not_stopped_with_a_later_one()
    {
        await using var engine = await StartAsync(Path.GetTempPath());
        await Engines.RunAsync(engine, "cell 1", "var turns = 0; var goOn = true;\nvar background = Task.Run(() => { while (goOn) turns++; });", Engines.Limit);
        await InterruptAsync(engine, Begun + "while (true) { }");
        var after = await Engines.RunAsync(
            engine, "cell 3", "var before = turns; while (turns == before) await Task.Yield();\ngoOn = false; await background;\nbackground.IsCompletedSuccessfully", Engines.Limit);
        Assert.Equal("True", after.Value);
    }

    [Fact]
    public async Task What_a_forgotten_cell_writes_late_appears_in_no_later_cell()
    {
        await using var engine = await StartAsync(Path.GetTempPath());
        await Engines.RunAsync(engine, "cell 1", "var go = new TaskCompletionSource(); var over = new TaskCompletionSource();", Engines.Limit);
        await InterruptAsync(engine, Begun + """
            await Task.Run(async () =>
            {
                await go.Task.ConfigureAwait(false);
                try { Console.WriteLine("late"); } finally { over.SetResult(); }
            });
            """);
        var after = await Engines.RunAsync(engine, "cell 3", "while (CowNotebooks.Engine.CellInterrupt.IsDue) await Task.Delay(50);\ngo.SetResult(); await over.Task;", Engines.Limit);
        Assert.Null(after.Error);
        Assert.Equal("", after.Text("stdout"));
    }

    [Fact]
    public async Task Questions_of_an_interrupted_cell_do_not_stand_in_the_way_of_a_later_one()
    {
        await using var engine = await StartAsync(Path.GetTempPath());
        engine.Ask = _ => new TaskCompletionSource<EngineRequest.Input>().Task;
        await InterruptAsync(engine, Begun + "await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Console.ReadLine())));");
        engine.Ask = _ => Task.FromResult(new EngineRequest.Input("answer"));
        Assert.Equal("answer", (await Engines.RunAsync(engine, "cell 3", "Console.ReadLine()", Engines.Limit)).Value);
    }

    [Fact]
    public async Task Code_that_a_thread_of_an_ended_cell_submits_runs_after_an_interrupt()
    {
        await using var engine = await StartAsync(Path.GetTempPath());
        await Engines.RunAsync(engine, "cell 1", """
            using Microsoft.DotNet.Interactive; using Microsoft.DotNet.Interactive.Commands;
            var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var submitted = Task.Run(async () => { await go.Task; await Kernel.Root.SendAsync(new SubmitCode("var late = 5;")); });
            """, Engines.Limit);
        await InterruptAsync(engine, Begun + "while (true) { }");
        await Engines.RunAsync(engine, "cell 3", "go.SetResult();", Engines.Limit);
        // Not awaited in a cell: what is submitted waits for the cell's end.
        while ((await Engines.RunAsync(engine, "cell 4", "submitted.IsCompleted", Engines.Limit)).Value == "False") await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal("5", (await Engines.RunAsync(engine, "cell 5", "late", Engines.Limit)).Value);
    }

    [Theory]
    [InlineData("static string Text(Func<int, int> f, [System.Runtime.CompilerServices.CallerArgumentExpression(\"f\")] string text = \"\") => text;\nText(n => n + 1)", "n => n + 1")]
    [InlineData("System.Linq.Expressions.Expression<Func<int, bool>> e = n => n > 1;\ne.ToString()", "n => (n > 1)")]
    [InlineData("new[] { 1, 2, 3 }.AsQueryable().Where(n => new[] { n }.Any(m => m > 1)).Count()", "2")]
    [InlineData("(from n in new[] { 1, 2, 3 }.AsQueryable() where new[] { n }.Any(m => m > 1) select n).Count()", "2")]
    [InlineData("Func<Task> a = async () => await Task.Yield(); Func<Task<int>> b = async () => await Task.FromResult(2); Action c = () => b(); c(); await a();\nawait b() + await Task.Run(() => b())", "4")]
    [InlineData("var k = 0; foreach (var n in new[] { 1, 2, 3 }) if (n > 2) k += n; else k -= n;\nswitch (k) { case 0: goto case 1; case 1: k = 7; break; }\nk", "7")]
    [InlineData("async Task Void() => await Task.Yield(); async Task<int> Int() => await Task.FromResult(3); void Set(out int x) => x = 4;\nawait Void(); Set(out var four);\nawait Int() + four", "7")]
    [InlineData("delegate ref int Get(int[] a);\nvar all = new[] { 1, 2 }; Get get = a => ref a[1]; get(all) = 5; ref int At(int n) => ref all[n];\nAt(0) = 4;\n$\"{string.Join(' ', all.Select(n => n))}\"", "4 5")]
    [InlineData("Func<int, Func<int, int>> add = a => b => a + b;\nadd(1)(2)", "3")]
    public async Task Checks_for_interrupts_do_not_change_what_code_means(string cell, string value)
    {
        var run = Assert.Single(await Engines.RunAsync(cell));
        Assert.Null(run.Error);
        Assert.Equal(value, run.Value);
    }
}
