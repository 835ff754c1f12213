using System.Net.Sockets;
using System.Reflection;
using System.Reflection.Emit;
using CowNotebooks.Forking;
using CowNotebooks.Lab;

namespace CowNotebooks.Tests;

/// <summary>Cells of C# as a newcomer writes them, in a parent and in its children.</summary>
public sealed class CSharpCellTests(CSharpCellTests.OneLaboratory shared) : IClassFixture<CSharpCellTests.OneLaboratory>
{
    private static readonly LabOptions Impatient = new() { TimeLimit = TimeSpan.FromSeconds(5) };

    public static TheoryData<int> Twenty { get; } = [.. Enumerable.Range(0, NewcomersCell.CSharp.Count)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Twenty))]
    public async Task A_newcomers_cell_gives_the_same_in_a_parent_and_in_a_child(int number)
    {
        var cell = NewcomersCell.CSharp[number];
        cell.AssertRan(await shared.Lab.RunAsync(cell.Code, Cancel));
        await using var child = await shared.Lab.ForkAsync(cancel: Cancel);
        cell.AssertRan(await child.RunAsync(cell.Code, cancel: Cancel));
        cell.AssertRan(await child.RunAsync(cell.Code, cancel: Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cell_that_does_nothing_copies_nothing_in_50_of_50(bool afresh)
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.AllocateAsync(Heap.BoxedIntegers(100_000), Cancel);
        await lab.RunAsync("var mine = new List<int> { 1, 2, 3 };", Cancel);
        Child? child = null;
        for (var i = 0; i < 50; i++)
        {
            if (afresh && child is not null) await child.DisposeAsync();
            if (afresh || child is null) child = await lab.ForkAsync(cancel: Cancel);
            var run = await child.RunAsync("", cancel: Cancel);

            Assert.Equal(0, run.Copied!.Count);
            Assert.InRange(run.MinorFaultGrowth!.Value, 0, 2);
        }

        await child!.DisposeAsync();
    }

    [Theory]
    [InlineData("write-untouched")]
    [InlineData("read-untouched")]
    [InlineData("read-cold-file")]
    public async Task A_workload_that_maps_pages_agrees_beside_own_cells_of_the_parent_too(string workload)
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.AllocateAsync(Heap.Parse("boxed-integers", 1_000), Cancel);
        await lab.RunAsync("var mine = new object[1_000];\nfor (var i = 0; i < mine.Length; i++) mine[i] = i;", Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        await child.RunAsync(Workload.Parse(workload), cancel: Cancel);

        var report = await lab.ReportAsync(cancel: Cancel);
        Assert.True(report.Reconciliation.Verdict == Verdict.Agree, report.Reconciliation.Sentence);
    }

    [Fact]
    public async Task State_carries_over_from_cell_to_cell_and_from_a_parent_to_children_that_diverge()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.RunAsync("using System.Globalization;\nusing static System.Math;", Cancel);
        await lab.RunAsync("""
            int counter = 0;
            int Next() => ++counter;
            class Pair { public int A, B; }
            var pair = new Pair { A = 1 };
            var names = new List<string> { "Ada" };
            """, Cancel);
        await lab.RunAsync("Next(); pair.B = Max(2, 1);", Cancel);
        await using var one = await lab.ForkAsync(cancel: Cancel);
        await using var other = await lab.ForkAsync(cancel: Cancel);

        Assert.Equal("2", await ValueAsync(one, "Next()"));
        Assert.Equal("3", await ValueAsync(one, "names.Add(\"Grace\"); var mine = 7;\nNext()"));
        Assert.Equal("[\"Ada\"]", await ValueAsync(other, "var mine = \"other\";\nnames"));
        Assert.Equal("(1, 1, 2)", await ValueAsync(other, "(counter, pair.A, pair.B)"));
        Assert.Equal("7", await ValueAsync(one, "mine"));
        Assert.Equal("\"other\"", await ValueAsync(other, "mine"));
        // The usings too.
        Assert.Equal("\"1.50\"", await ValueAsync(other, "Abs(-1.5).ToString(\"F2\", CultureInfo.InvariantCulture)"));
        Assert.Equal("(1, 1)", (await lab.RunAsync("(counter, names.Count)", Cancel)).Value);
        await using var later = await lab.ForkAsync(cancel: Cancel);
        Assert.Contains("'mine' does not exist", Assert.IsType<Raised>((await later.RunAsync("mine", cancel: Cancel)).Outcome).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_go_in_by_name()
    {
        await using var lab = await Laboratory.OpenAsync(values: NewcomersCell.Values, cancel: Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        foreach (var (name, value) in new[]
        {
            ("Size * 2", "10"), ("Big", "9223372036854775807"), ("Ratio / 4", "0.5"),
            ("Name", "\"a\\tb\\\\c\\n\\\"\""), ("Foreign", "\"é€\""), ("!Yes", "false"), ("Sizes", "[1, 2]"), ("Sizes[1] + Size", "7"),
            ("Ratios", "[1.5, 2]"), ("Names", "[\"Ada\", \"\"]"), ("Flags", "[true, false]"), ("Nothing.Length", "0"),
        })
        {
            Assert.Equal(value, (await lab.RunAsync(name, Cancel)).Value);
            Assert.Equal(value, await ValueAsync(child, name));
        }

        await lab.SetAsync(new Dictionary<string, object?> { ["Size"] = 6 }, Cancel);
        Assert.Equal("6", (await lab.RunAsync("Size", Cancel)).Value);
        Assert.Equal("5", await ValueAsync(child, "Size"));
        var error = await Assert.ThrowsAsync<LabUsageException>(() => lab.SetAsync(new { Mixed = new object[] { 1, "x" } }, Cancel));
        Assert.StartsWith("Mixed is ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_value_and_a_long_output_are_cut()
    {
        await using var child = await shared.Lab.ForkAsync(cancel: Cancel);
        foreach (var run in new[] { await shared.Lab.RunAsync(Long, Cancel), await child.RunAsync(Long, cancel: Cancel) })
        {
            Assert.Equal(4000, run.Value!.Length);
            Assert.Equal($"{new string('y', 65_536)}\n… 34,464 more bytes", run.Output);
        }

        // What was cut is not in the next.
        Assert.Equal("z", (await child.RunAsync("Console.Write('z');", cancel: Cancel)).Output);
    }

    private const string Long = "Console.Write(new string('y', 100_000));\nnew string('x', 100_000)";

    [Fact]
    public async Task An_exception_is_an_outcome_with_the_cells_line_and_the_process_lives_on()
    {
        const string code = "void Deep()\n{\n    throw new InvalidOperationException(\"deep\", new ArgumentException(\"inner\"));\n}\n\nDeep();";
        await using var child = await shared.Lab.ForkAsync(cancel: Cancel);
        foreach (var (run, role) in new[] { (await shared.Lab.RunAsync(code, Cancel), Role.Parent), (await child.RunAsync(code, cancel: Cancel), Role.Child) })
        {
            var raised = Assert.IsType<Raised>(run.Outcome);
            Assert.Equal(role, raised.Role);
            Assert.Equal("System.InvalidOperationException: deep\n ---> System.ArgumentException: inner\n   --- end of what it was caused by ---\n   at cell:line 3\n   at cell:line 6", raised.Text);
            Assert.NotNull(run.MinorFaultGrowth);
        }

        Assert.Equal("2", await ValueAsync(child, "1 + 1"));
        Assert.Null(child.Ended);
        Assert.Equal("2", (await shared.Lab.RunAsync("1 + 1", Cancel)).Value);
    }

    [Theory]
    [InlineData("var x = ;", "cell(1,9): error: Invalid expression term ';'. (CS1525)")]
    [InlineData("int a = 1;\n  int b = \"text\";", "cell(2,11): error: Cannot implicitly convert type 'string' to 'int'. (CS0029)")]
    [InlineData("Missing();", "cell(1,1): error: The name 'Missing' does not exist in the current context. (CS0103)")]
    public async Task A_compile_error_has_line_column_and_message(string code, string says)
    {
        await using var child = await shared.Lab.ForkAsync(cancel: Cancel);
        foreach (var run in new[] { await shared.Lab.RunAsync(code, Cancel), await child.RunAsync(code, cancel: Cancel) })
            Assert.Equal(says, Assert.IsType<Raised>(run.Outcome).Text);
        Assert.Equal("2", await ValueAsync(child, "1 + 1"));
    }

    [Fact]
    public async Task An_expression_that_a_cell_takes_for_a_property_comes_with_what_to_do()
    {
        var raised = Assert.IsType<Raised>((await shared.Lab.RunAsync("record P(int X);\nvar p = new P(1);\np with { X = 2 }", Cancel)).Outcome);
        Assert.Contains("cell(3,10): error: A get or set accessor expected. (CS1014) A cell takes this for a property: put the expression in brackets, (p with { … }).",
            raised.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Task.Run(() => 1)", "Task.Run needs")]
    [InlineData("Parallel.For(0, 10, i => { });", "Parallel.For needs")]
    [InlineData("new Thread(() => { }).Start();", "Thread.Start needs")]
    [InlineData("new Timer(_ => { }, null, 1, 1)", "new Timer needs")]
    [InlineData("await Task.Delay(10);", "Task.Delay needs")]
    [InlineData("System.Diagnostics.Process.Start(\"true\")", "Process.Start needs")]
    [InlineData("Console.ReadLine()", "Console.ReadLine needs")]
    [InlineData("await File.ReadAllTextAsync(\"/etc/hostname\")", "File.ReadAllTextAsync needs")]
    [InlineData("Enumerable.Range(0, 10).AsParallel().Sum()", "ParallelEnumerable.AsParallel needs")]
    [InlineData("GC.WaitForPendingFinalizers();", "GC.WaitForPendingFinalizers waits")]
    [InlineData("Environment.Exit(3);", "Environment.Exit waits")]
    [InlineData("Action<int> exit = Environment.Exit;\nexit(3);", "Environment.Exit waits")]
    public async Task What_a_child_cannot_do_is_refused_in_one_friendly_sentence(string code, string says)
    {
        await using var child = await shared.Lab.ForkAsync(cancel: Cancel);
        var raised = Assert.IsType<Raised>((await child.RunAsync(code, cancel: Cancel)).Outcome);

        Assert.Matches(@"^cell\(1,\d+\): error: [^\n]+[^.\n]\.$", raised.Text);
        Assert.Contains($" {says} ", raised.Text, StringComparison.Ordinal);
        // One sentence, with what to do behind a colon.
        Assert.DoesNotContain(". ", raised.Text, StringComparison.Ordinal);
        Assert.Equal(3, raised.Text.Split(": ").Length - 1);
        Assert.Equal("2", await ValueAsync(child, "1 + 1"));
    }

    [Fact]
    public async Task A_thread_that_slips_past_the_compiler_ends_the_child_and_is_explained()
    {
        await using var child = await shared.Lab.ForkAsync(cancel: Cancel);
        var run = await child.RunAsync("typeof(Task).GetMethod(\"Run\", new[] { typeof(Action) }).Invoke(null, new object[] { (Action)(() => { }) });", cancel: Cancel);

        var killed = Assert.IsType<Killed>(run.Outcome);
        Assert.Equal("The child was killed by SIGSYS while running 'own code'.", killed.ToString());
        Assert.StartsWith("The cell started a thread", killed.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Task.Run(() => 1).Wait();", "Refusing to fork: the parent has a pool thread")]
    [InlineData("new Thread(() => Thread.Sleep(Timeout.Infinite)) { Name = \"mine\", IsBackground = true }.Start();", "Refusing to fork: the parent has a thread 'mine'")]
    public async Task A_parent_with_threads_of_its_own_refuses_to_fork_in_a_sentence(string code, string says)
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        Assert.True((await lab.RunAsync(code, Cancel)).Outcome.IsCompleted);
        var error = await Assert.ThrowsAsync<ProcessFailedException>(() => lab.ForkAsync(cancel: Cancel));

        Assert.IsType<Refused>(error.Outcome);
        Assert.StartsWith(says, error.Message, StringComparison.Ordinal);
        Assert.Equal("2", (await lab.RunAsync("1 + 1", Cancel)).Value);
    }

    [Fact]
    public async Task A_recursion_without_an_end_is_named_in_a_child_and_in_a_parent()
    {
        const string forever = "int Forever(int i) => Forever(i + 1) + 1;\nForever(0)";
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        var killed = Assert.IsType<Killed>((await child.RunAsync(forever, cancel: Cancel)).Outcome);
        Assert.Equal("The cell's recursion used up the stack: give it an end, or use a loop.", killed.Remedy);

        var error = await Assert.ThrowsAsync<ProcessFailedException>(() => lab.RunAsync(forever, Cancel));
        Assert.Equal((Role.Parent, new Signal(6)), (error.Outcome.Role, Assert.IsType<Killed>(error.Outcome).Signal));
        Assert.Contains("Stack overflow", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("typeof(Environment).GetMethod(\"Exit\").Invoke(null, new object[] { 3 });")]
    [InlineData("class Slow { public override string ToString() { while (true) { } } }\nnew Slow()")]
    public async Task What_does_not_end_is_ended_by_the_time_limit(string code)
    {
        await using var lab = await Laboratory.OpenAsync(options: Impatient, cancel: Cancel);
        var child = await lab.ForkAsync(cancel: Cancel);
        var run = await child.RunAsync(code, cancel: Cancel);

        Assert.Equal(Role.Child, Assert.IsType<TimedOut>(run.Outcome).Role);
        Assert.StartsWith("The child did not answer within 5 s while ", run.Outcome.ToString(), StringComparison.Ordinal);
        Assert.Equal(run.Outcome, child.Ended);
        await using var next = await lab.ForkAsync(cancel: Cancel);
        Assert.Equal("2", await ValueAsync(next, "1 + 1"));
        await Survivors.AssertNoneAsync(child.Pid);
    }

    [Fact]
    public async Task A_parent_that_does_not_end_or_leaves_is_named()
    {
        await using (var lab = await Laboratory.OpenAsync(options: Impatient, cancel: Cancel))
        {
            await lab.RunAsync("1", Cancel);
            var error = await Assert.ThrowsAsync<ProcessFailedException>(() => lab.RunAsync("while (true) { }", Cancel));
            Assert.StartsWith("The parent did not answer within 5 s while running 'own code', and was ended.", error.Message, StringComparison.Ordinal);
        }

        await using (var lab = await Laboratory.OpenAsync(cancel: Cancel))
        {
            var error = await Assert.ThrowsAsync<ProcessFailedException>(() => lab.RunAsync("Environment.Exit(3);", Cancel));
            Assert.StartsWith("The parent exited with code 3 while running 'own code'.", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_assembly_of_the_users_own_is_used_by_its_path(bool relative)
    {
        var folder = Directory.CreateTempSubdirectory("cow-test-").FullName;
        try
        {
            Emit(Path.Combine(folder, "Acme.dll"));
            await using var lab = await Laboratory.OpenAsync(options: new LabOptions { WorkingFolder = folder }, cancel: Cancel);
            Assert.True((await lab.RunAsync($"#r \"{(relative ? "Acme.dll" : Path.Combine(folder, "Acme.dll"))}\"\nusing Acme;", Cancel)).Outcome.IsCompleted);
            Assert.Equal("42", (await lab.RunAsync("var six = 6;\nWidget.Times7(six)", Cancel)).Value);
            await using var child = await lab.ForkAsync(cancel: Cancel);
            Assert.Equal("49", await ValueAsync(child, "Widget.Times7(six + 1)"));

            var missing = Assert.IsType<Raised>((await lab.RunAsync("#r \"Nowhere.dll\"\n1", Cancel)).Outcome);
            Assert.StartsWith("cell(1,", missing.Text, StringComparison.Ordinal);
            Assert.Contains("Build the project that makes it, or correct the path", missing.Text, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_library_that_cannot_be_read_is_an_error_of_the_cell_and_the_compiler_lives_on()
    {
        // A socket is a file that nobody can open, not even root.
        var path = Path.Combine(Path.GetTempPath(), $"cow-test-{Guid.NewGuid():n}");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        var raised = Assert.IsType<Raised>((await shared.Lab.RunAsync($"// A library.\n#r \"{path}\"\n1", Cancel)).Outcome);
        File.Delete(path);
        Assert.StartsWith("cell(2,1): error: ", raised.Text, StringComparison.Ordinal);
        Assert.Equal("1", (await shared.Lab.RunAsync("#r \"\"\n1", Cancel)).Value);
        Assert.Equal("2", (await shared.Lab.RunAsync("1 + 1", Cancel)).Value);
    }

    [Fact]
    public async Task A_run_of_the_parent_beside_a_child_makes_no_fork_collect_and_an_empty_cell_of_the_parent_alone_does()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await using (await lab.ForkAsync(cancel: Cancel)) await lab.RunAsync("var fresh = new object[10];", Cancel);
        await using (var child = await lab.ForkAsync(cancel: Cancel)) Assert.Equal("0", await ValueAsync(child, "GC.GetGeneration(fresh)"));
        await lab.RunAsync("", Cancel);
        await using (var child = await lab.ForkAsync(cancel: Cancel)) Assert.Equal("2", await ValueAsync(child, "GC.GetGeneration(fresh)"));
    }

    [Fact]
    public async Task A_part_of_an_array_has_elements_of_a_subtype_too()
    {
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.RunAsync("object[] texts = new string[] { \"a\", \"b\" };", Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        Assert.Equal("2", await ValueAsync(child, "var n = 0;\nforeach (var text in part.Of(texts)) n++;\nn"));
    }

    [Fact]
    public async Task An_output_that_a_cell_closed_or_that_goes_nowhere_ends_neither_parent_nor_child()
    {
        const string output = """
            using System.Runtime.InteropServices;
            class Output {
                [DllImport("libc")] public static extern int open(string path, int flags);
                [DllImport("libc")] public static extern int dup(int fd);
                [DllImport("libc")] public static extern int dup2(int from, int to);
            }
            var kept = Output.dup(1);
            """;
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        foreach (var run in new Func<string, Task<Run>>[] { code => lab.RunAsync(code, Cancel), code => child.RunAsync(code, cancel: Cancel) })
        {
            await run(output);
            var raised = Assert.IsType<Raised>((await run("Output.dup2(Output.open(\"/dev/full\", 1), 1);\nConsole.Write(\"lost\");")).Outcome);
            Assert.Contains("No space left on device", raised.Text, StringComparison.Ordinal);
            Assert.Equal("1", (await run("Output.dup2(kept, 1)")).Value);
            Assert.True((await run("Console.Out.Close();")).Outcome.IsCompleted);
            Assert.Equal("said\n", (await run("Console.WriteLine(\"said\");")).Output);
        }
    }

    [Fact]
    public async Task A_cell_that_forks_is_answered_once_by_the_process_that_was_asked()
    {
        const string fork = "class Copy { [System.Runtime.InteropServices.DllImport(\"libc\")] public static extern int fork(); }";
        await using var lab = await Laboratory.OpenAsync(cancel: Cancel);
        await lab.RunAsync(fork, Cancel);
        // Whose answer comes first is chance: enough times that a second one would be seen.
        for (var i = 0; i < 5; i++) Assert.Equal("7", (await lab.RunAsync("Copy.fork();\n7", Cancel)).Value);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        for (var i = 0; i < 5; i++) Assert.Equal("7", await ValueAsync(child, "Copy.fork();\n7"));
        Assert.Equal("2", await ValueAsync(child, "1 + 1"));
    }

    /// <summary>A library: namespace Acme { public class Widget { public static int Times7(int n) => n * 7; } }.</summary>
    private static void Emit(string path)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Acme"), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("Acme").DefineType("Acme.Widget", TypeAttributes.Public);
        var il = type.DefineMethod("Times7", MethodAttributes.Public | MethodAttributes.Static, typeof(int), [typeof(int)]).GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4_7);
        il.Emit(OpCodes.Mul);
        il.Emit(OpCodes.Ret);
        type.CreateType();
        assembly.Save(path);
    }

    private static async Task<string?> ValueAsync(Child child, string code)
    {
        var run = await child.RunAsync(code, cancel: Cancel);
        Assert.True(run.Outcome.IsCompleted, run.Outcome.ToString());
        return run.Value;
    }

    /// <summary>One parent for all tests that leave it as it was.</summary>
    public sealed class OneLaboratory : IAsyncLifetime
    {
        internal Laboratory Lab { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Lab = await Laboratory.OpenAsync();

        public ValueTask DisposeAsync() => Lab.DisposeAsync();
    }
}
