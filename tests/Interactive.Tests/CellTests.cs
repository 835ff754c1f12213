using CowNotebooks.Lab;

namespace CowNotebooks.Tests.Interactive;

/// <summary>Cells that run in the parent and in the child.</summary>
public sealed class CellTests : IDisposable
{
    private readonly Engine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Without_a_laboratory_a_cell_says_how_to_open_one()
    {
        var message = await _engine.FailAsync("#!child\n1 + 1");

        Assert.StartsWith("There is no laboratory yet", message, StringComparison.Ordinal);
        Assert.Contains("Laboratory.OpenAsync(", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_that_iterates_in_CPython_copies_what_was_predicted()
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());
        await _engine.RunAsync("#!parent\nlong_list = list(range(Size))");

        var shown = await _engine.RunAsync("#!child --predict long_list\nfor i in long_list:\n    pass");

        var run = lab.LastRun!;
        Assert.InRange(run.Copied!.Count, run.Predicted!.Value - 2, run.Predicted.Value + 2);
        Assert.True(run.Predicted > 700);
        Assert.Equal(Verdict.Agree, run.Reconciliation!.Verdict);
        Assert.StartsWith(run.ToString(), shown.Picture["text/plain"], StringComparison.Ordinal);
        Assert.Contains("The four figures agree.", shown.Picture["text/plain"], StringComparison.Ordinal);
        Assert.Contains("<svg", shown.Picture["text/html"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_that_reads_in_dotnet_copies_nothing()
    {
        await using var lab = await Engine.OpenAsync(Runtime.DotNet);
        await _engine.RunAsync("#!parent\nvar boxes = new object[Size];\nfor (var i = 0; i < boxes.Length; i++) boxes[i] = i;");

        var shown = await _engine.RunAsync("#!child\nlong sum = 0;\nforeach (int one in boxes) sum += one;\nsum");

        Assert.Equal("4999950000", shown.Value);
        Assert.Equal(0, lab.LastRun!.HeapCopied!.Count);
    }

    [Fact]
    public async Task The_word_that_a_cell_writes_can_be_named()
    {
        await using var lab = await Engine.OpenAsync(Runtime.DotNet);
        await _engine.RunAsync("#!parent\nvar boxes = new object[Size];\nfor (long i = 0; i < Size; i++) boxes[i] = i;");

        await _engine.RunAsync("#!child --predict boxes --word header-word\nforeach (var box in boxes) lock (box) { }");

        Assert.InRange(lab.LastRun!.Copied!.Count - lab.LastRun.Predicted!.Value, -2, 2);
        Assert.Contains("no such thing", await Unpredicted("no-such-thing"), StringComparison.Ordinal);

        async Task<string> Unpredicted(string word)
        {
            await _engine.RunAsync($"#!child --new --predict boxes --word {word}\nvar n = 1;");
            return lab.LastRun!.Prediction.Why;
        }
    }

    [Fact]
    public async Task Each_laboratory_has_one_child_of_its_own_whatever_cells_ran_in_another()
    {
        await using var first = await Engine.OpenAsync(Runtime.CPython());
        await _engine.RunAsync("#!child\n1");
        var earlier = first.Child!.Pid;
        await using (var second = await Engine.OpenAsync(Runtime.CPython())) await _engine.RunAsync("#!child\n2");

        await _engine.RunAsync("#!child --new\n3");

        Assert.NotEqual(earlier, first.Child!.Pid);
        Assert.False(Directory.Exists($"/proc/{earlier}"), "The child of before is still there.");
    }

    [Fact]
    public async Task Where_the_runtime_is_missing_cells_show_what_was_recorded_and_say_so()
    {
        string Data(string name) => Path.Combine(Source.Root, "data", name);
        await using var lab = await Laboratory.OpenOrRecordedAsync(
            Runtime.CPython("/nowhere/python3"), new { Size = 1_000 }, Data("cpython-iterate.csv"), cancel: TestContext.Current.CancellationToken);

        var parent = await _engine.RunAsync("#!parent\nlong_list = list(range(Size))");
        var child = await _engine.RunAsync("#!child --predict long_list\nfor i in long_list:\n    pass");
        var fork = await _engine.RunAsync("#!fork");
        await _engine.RunAsync($"#!child --new --recorded {Data("cpython-iterate-frozen.csv")}\nfor i in long_list:\n    pass");

        Assert.Contains("Not run: '/nowhere/python3'", parent.Picture["text/plain"], StringComparison.Ordinal);
        Assert.Contains("Not run: '/nowhere/python3'", fork.Picture["text/plain"], StringComparison.Ordinal);
        Assert.Contains("not measured now", child.Picture["text/plain"], StringComparison.Ordinal);
        Assert.Equal("frozen", lab.Recorded!.Gc.Name);
        Assert.True(lab.LastRun!.IsRecorded);
    }

    [Fact]
    public async Task A_parents_cell_shows_output_and_value_and_no_picture_before_there_is_a_child()
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());

        var shown = await _engine.RunAsync("#!parent\nprint('hello')\n2 ** 10");

        Assert.Equal(("hello\n", "1024"), (shown.Output, shown.Value));
        Assert.Empty(shown.Displays);
    }

    [Fact]
    public async Task A_parents_cell_shows_what_it_copied_while_a_child_waits()
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());
        await _engine.RunAsync("#!parent\nlong_list = list(range(Size))");
        await _engine.RunAsync("#!fork");

        var shown = await _engine.RunAsync("#!parent\nsum(long_list)");

        Assert.True(lab.LastRun!.Copied!.Count > 700);
        Assert.Contains("The child, which waited", shown.Picture["text/plain"], StringComparison.Ordinal);
        Assert.Equal("4999950000", shown.Value);
    }

    [Fact]
    public async Task The_first_child_cell_forks_and_the_next_ones_run_in_that_child()
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());

        await _engine.RunAsync("#!child\nx = 1");
        var first = lab.Child!.Pid;
        var shown = await _engine.RunAsync("#!child\nx + 1");

        Assert.Equal("2", shown.Value);
        Assert.Equal(first, lab.Child.Pid);
    }

    [Theory]
    [InlineData("#!child --new\n'x' in globals()")]
    [InlineData("#!fork\n#!child\n'x' in globals()")]
    public async Task A_fresh_child_knows_nothing_of_the_former_one_which_leaves(string cell)
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());
        await _engine.RunAsync("#!child\nx = 1");
        var former = lab.Child!;

        var shown = await _engine.TryAsync(cell);

        Assert.Null(shown.Error);
        Assert.Equal("False", shown.Value);
        Assert.NotNull(former.Ended);
    }

    [Fact]
    public async Task Slices_are_measured_one_by_one()
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());
        await _engine.RunAsync("#!parent\nlong_list = list(range(Size))");

        await _engine.RunAsync("#!child --slices 5\nsum(part(long_list))");

        Assert.Equal(6, lab.LastRun!.Points.Count);
    }

    [Fact]
    public async Task Slices_that_are_no_number_are_refused_with_an_example()
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());

        Assert.Equal("A cell cannot run in 'some' slices. Give a whole number from 1: #!child --slices 50", await _engine.FailAsync("#!child --slices some\n1"));
    }

    [Fact]
    public async Task A_child_that_a_program_forked_runs_the_cells_and_stays_when_another_is_forked()
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());
        var child = await lab.ForkAsync(cancel: TestContext.Current.CancellationToken);

        await _engine.RunAsync("#!child\nx = 1");
        Assert.Equal(child.Pid, lab.Child!.Pid);
        await _engine.RunAsync("#!fork");

        Assert.NotEqual(child.Pid, lab.Child!.Pid);
        Assert.Null(child.Ended);
    }

    [Fact]
    public async Task The_laboratory_that_was_opened_last_is_the_current_one_until_it_is_disposed()
    {
        await using var first = await Engine.OpenAsync(Runtime.CPython());
        await using (await Engine.OpenAsync(Runtime.DotNet))
        {
            Assert.Equal(".NET", (await _engine.RunAsync("#!parent\nSystem.Runtime.InteropServices.RuntimeInformation.FrameworkDescription[..4]")).Value!.Trim('"'));
            Assert.Equal("csharp", _engine["child"].KernelInfo.LanguageName);
        }

        Assert.Equal("python", _engine["child"].KernelInfo.LanguageName);
        Assert.Equal("'cpython'", (await _engine.RunAsync("#!parent\nimport sys\nsys.implementation.name")).Value);
    }

    [Fact]
    public async Task The_cells_can_be_added_twice()
    {
        var root = _engine["csharp"].RootKernel;

        CowNotebooks.Interactive.LaboratoryKernels.AddTo(root);

        await using var lab = await Engine.OpenAsync(Runtime.CPython());
        Assert.Equal("2", (await _engine.RunAsync("#!parent\n1 + 1")).Value);
    }
}
