using System.Text.Json.Nodes;

namespace CowNotebooks.Notebooks.Tests;

public class RunnerTests
{
    [Fact]
    public async Task An_executed_notebook_is_valid_nbformat_and_the_source_stays_as_it_is()
    {
        var source = Notebook.Load(Path.Combine(Notebooks.Fixtures, "01-a-tour.ipynb"));
        var text = source.ToText();
        var run = await NotebookRunner.RunAsync(source, Notebooks.Fixtures, Engines.Limit, cancel: TestContext.Current.CancellationToken);
        Assert.Null(run.Failure);
        Assert.Equal(text, source.ToText());
        Nbformat.Check(run.Executed.ToText());
        Assert.Equal(Enumerable.Range(1, 8).Select(number => (int?)number), run.Executed.Cells.Where(cell => cell.Kind == CellKind.Code).Select(cell => cell.ExecutionCount));
        var provenance = Provenance.Of(run.Executed.Metadata);
        Assert.Contains(".NET 10", provenance!.Runtime);
        Assert.NotNull(provenance.Kernel);
        Assert.Null(RunRecord.Of(run.Executed.Metadata)!.FailedCell);
    }

    [Fact]
    public async Task Cells_of_older_notebooks_get_ids_and_the_same_ones_each_time()
    {
        var first = await RunAsync(Notebooks.Of("1", "2"));
        var second = await RunAsync(Notebooks.Of("1", "2"));
        Nbformat.Check(first.Executed.ToText());
        Assert.Equal(["cell-1", "cell-2"], first.Executed.Cells.Select(cell => cell.Id));
        Assert.Equal(first.Executed.Cells.Select(cell => cell.Id), second.Executed.Cells.Select(cell => cell.Id));
    }

    [Fact]
    public async Task After_a_failure_the_cells_are_not_run_and_the_output_so_far_is_told()
    {
        var progress = new List<CellProgress>();
        var run = await RunAsync(Notebooks.Of("var a = 0;", "Console.WriteLine(\"so far\");\na = 1 / a;", "a"), progress);
        Assert.Equal(2, run.Failure!.Number);
        Assert.Equal("cell 2, line 2", run.Failure.Error.Place);
        Assert.Equal("so far\n", run.Failure.Output);
        Assert.Equal([1, 2, null], run.Executed.Cells.Select(cell => cell.ExecutionCount));
        Assert.Equal(["stream", "error"], run.Executed.Cells[1].Outputs.Select(output => output["output_type"]!.ToString()));
        Assert.Equal(2, RunRecord.Of(run.Executed.Metadata)!.FailedCell);
        Assert.Equal([new CellProgress(1, 3), new CellProgress(2, 3)], progress);
        Nbformat.Check(run.Executed.ToText());
    }

    [Fact]
    public async Task A_cell_tagged_raises_exception_may_fail()
    {
        var run = await RunAsync(Notebooks.Of([Notebooks.Code("throw new Exception(\"on purpose\");", "raises-exception"), Notebooks.Code("1")]));
        Assert.Null(run.Failure);
        Assert.Equal("error", run.Executed.Cells[0].Outputs.Single()["output_type"]!.ToString());
        Assert.Equal(2, run.Executed.Cells[1].ExecutionCount);
    }

    [Fact]
    public async Task When_errors_are_allowed_the_cells_after_a_failed_one_run_and_each_failure_is_told()
    {
        var notebook = Notebooks.Of([
            Notebooks.Code("Console.WriteLine(\"so far\");\nint.Parse(\"x\")"), Notebooks.Code("var kept = 41;"), Notebooks.Code("no such thing"),
            Notebooks.Code("throw new Exception(\"on purpose\");", "raises-exception"), Notebooks.Code("kept + 1"),
        ]);
        var run = await RunAsync(notebook, allowErrors: true);
        Assert.Null(run.Failure);
        Assert.Equal([1, 3], run.Allowed.Select(cell => cell.Number));
        Assert.Equal("so far\n", run.Allowed[0].Output);
        Assert.Equal(["error", "error", "execute_result"], new[] { 2, 3, 4 }.Select(cell => run.Executed.Cells[cell].Outputs.Single()["output_type"]!.ToString()));
        Assert.Equal("42", run.Executed.Cells[4].Outputs.Single()["data"]!["text/plain"]!.ToString());
        Assert.Null(RunRecord.Of(run.Executed.Metadata)!.FailedCell);
        Nbformat.Check(run.Executed.ToText());
    }

    [Fact]
    public async Task When_errors_are_allowed_a_dead_engine_still_ends_the_run()
    {
        var run = await RunAsync(Notebooks.Of("int.Parse(\"x\")", "Environment.Exit(3);", "1"), allowErrors: true);
        Assert.Equal((2, true), (run.Failure!.Number, run.Failure.IsEngineGone));
        Assert.Equal([1], run.Allowed.Select(cell => cell.Number));
        Assert.Null(run.Executed.Cells[2].ExecutionCount);
    }

    [Fact]
    public async Task A_dead_engine_fails_the_notebook_whatever_the_tag_says()
    {
        var run = await RunAsync(Notebooks.Of([Notebooks.Code("Environment.Exit(0);", "raises-exception"), Notebooks.Code("1")]));
        Assert.Equal("EngineDied", run.Failure!.Error.Name);
    }

    [Fact]
    public async Task Cells_run_in_the_notebooks_folder()
    {
        using var scratch = new Scratch();
        var run = await NotebookRunner.RunAsync(Notebooks.Of("Environment.CurrentDirectory"), scratch.Folder, Engines.Limit, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(scratch.Folder, run.Executed.Cells[0].Outputs.Single()["data"]!["text/plain"]!.ToString());
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_a_named_error() =>
        Assert.Contains("There is no folder",
            (await Assert.ThrowsAsync<NotebookException>(() => NotebookRunner.RunAsync(Notebooks.Of("1"), "/nowhere", Engines.Limit, cancel: TestContext.Current.CancellationToken))).Message);

    [Fact]
    public async Task A_cell_that_floods_its_output_is_cut_short_and_says_so()
    {
        var run = await RunAsync(Notebooks.Of("for (var n = 0; n < 1_000_000; n++) Console.WriteLine(\"0123456789\");\n1"));
        var text = Cell.Multiline(run.Executed.Cells[0].Outputs[0]["text"]);
        Assert.InRange(text.Length, 10_000_000, 10_000_200);
        Assert.EndsWith("the rest is left out.\n", text);
        Assert.Null(run.Failure);
    }

    [Theory]
    [InlineData("for (var n = 0; n < 20_000; n++) display(n);\n1", 10_001, "… more than 10,000 displays: the rest is left out.\n")]
    [InlineData("var text = new string('x', 15_000_000);\nfor (var n = 0; n < 9; n++) text.DisplayAs(\"text/html\");\n1", 7, "… more than 100,000,000 characters in displays: the rest is left out.\n")]
    public async Task A_cell_that_displays_without_end_is_cut_short_and_says_so(string cell, int outputs, string sentence)
    {
        var run = await RunAsync(Notebooks.Of(cell, "2"));
        Assert.Null(run.Failure);
        Assert.Equal(outputs, run.Executed.Cells[0].Outputs.Count);
        Assert.Equal(sentence, Cell.Multiline(run.Executed.Cells[0].Outputs[^1]["text"]));
        Assert.Equal("2", run.Executed.Cells[1].Outputs.Single()["data"]!["text/plain"]!.ToString());
    }

    [Fact]
    public async Task What_a_cell_has_cleared_does_not_count()
    {
        var run = await RunAsync(Notebooks.Of("for (var n = 0; n < 20_000; n++)\n{\n    clear_output();\n    display(n);\n}"));
        Assert.Equal("19999", Assert.Single(run.Executed.Cells[0].Outputs)["data"]!["text/plain"]!.ToString());
    }

    [Fact]
    public async Task Fifty_cells_each_see_the_one_before()
    {
        var run = await RunAsync(Notebooks.Of([.. Enumerable.Range(1, 50).Select(number => number == 1 ? "var n1 = 1;\nn1" : $"var n{number} = n{number - 1} + 1;\nn{number}")]));
        Assert.Null(run.Failure);
        Assert.Equal("50", run.Executed.Cells[49].Outputs.Single()["data"]!["text/plain"]!.ToString());
    }

    private static Task<NotebookRun> RunAsync(Notebook notebook, List<CellProgress>? progress = null, bool allowErrors = false) =>
        NotebookRunner.RunAsync(notebook, Path.GetTempPath(), Engines.Limit, allowErrors, progress is null ? null : progress.Add, TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_later_cell_updates_what_an_earlier_one_showed()
    {
        var notebook = Notebooks.Of("var bar = display(\"0 %\");", "bar.Update(\"100 %\");");
        var run = await NotebookRunner.RunAsync(notebook, Path.GetTempPath(), Engines.Limit, cancel: TestContext.Current.CancellationToken);
        Assert.Null(run.Failure);
        var first = JsonNode.Parse(run.Executed.ToText())!["cells"]![0]!["outputs"]!.AsArray();
        Assert.Equal("100 %", Assert.Single(first)!["data"]!["text/plain"]!.ToString());
    }
}
