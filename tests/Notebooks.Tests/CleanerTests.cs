using System.Text.Json.Nodes;

namespace CowNotebooks.Notebooks.Tests;

public class CleanerTests
{
    private static Notebook Dirty { get; } = Notebook.Parse("""
        {"cells": [
          {"cell_type": "markdown", "id": "m", "metadata": {"collapsed": true}, "source": "# x"},
          {"cell_type": "code", "id": "c", "execution_count": 3, "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}], "source": "1", "x-own": 1,
           "metadata": {"tags": ["parameters"], "vscode": {}, "dotnet_interactive": {"language": "csharp"}, "polyglot_notebook": {"kernelName": "csharp"}}}],
         "metadata": {"kernelspec": {"name": ".net-csharp", "display_name": ".NET (C#)"}, "papermill": {}, "widgets": {}, "language_info": {"name": "C#"}, "polyglot_notebook": {}},
         "nbformat": 4, "nbformat_minor": 5}
        """);

    [Fact]
    public void Findings_name_the_cell_and_what_it_holds() =>
        Assert.Equal(
            ["code cell 1 has a field 'x-own', which nbformat does not have", "the notebook has metadata 'papermill'",
                "the notebook has metadata 'widgets'", "markdown cell 1 has metadata 'collapsed'", "code cell 1 has metadata 'vscode'",
                "code cell 1 has outputs", "code cell 1 has an execution count"],
            Cleaner.Findings(Dirty));

    [Fact]
    public void Cleaning_keeps_source_ids_tags_and_what_front_ends_need()
    {
        var clean = JsonNode.Parse(Cleaner.Clean(Dirty).ToText())!;
        Assert.Equal("""{"cell_type":"code","id":"c","execution_count":null,"outputs":[],"source":"1","metadata":{"tags":["parameters"],"dotnet_interactive":{"language":"csharp"},"polyglot_notebook":{"kernelName":"csharp"}}}""",
            clean["cells"]![1]!.ToJsonString());
        Assert.Equal("""{"kernelspec":{"name":".net-csharp","display_name":".NET (C#)"},"language_info":{"name":"C#"},"polyglot_notebook":{}}""", clean["metadata"]!.ToJsonString());
    }

    [Fact]
    public void Cleaning_twice_changes_nothing_more()
    {
        var clean = Cleaner.Clean(Dirty);
        Assert.Empty(Cleaner.Findings(clean));
        Assert.Same(clean, Cleaner.Clean(clean));
    }

    [Fact]
    public async Task Cleaning_an_executed_notebook_gives_back_the_one_that_was_run()
    {
        var source = Notebook.Load(Path.Combine(Notebooks.Fixtures, "02-a-failure.ipynb"));
        var run = await NotebookRunner.RunAsync(source, Notebooks.Fixtures, Engines.Limit, cancel: TestContext.Current.CancellationToken);
        Assert.NotEmpty(Cleaner.Findings(run.Executed));
        Assert.Equal(source.ToText(), Cleaner.Clean(run.Executed).ToText());
    }
}
