using System.Text.Json.Nodes;

namespace CowNotebooks.Jupyter.Tests;

/// <summary>The repository's notebooks through nbclient, by our Jupyter kernel and by the real dotnet-interactive.</summary>
public class NotebooksInJupyterTests(ExecutedNotebooks executed) : IClassFixture<ExecutedNotebooks>
{
    public static TheoryData<string> Names => [.. ExecutedNotebooks.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Our_kernel_executes_a_notebook_without_an_error_and_without_a_word_on_standard_error(string name)
    {
        var notebook = ExecutedNotebooks.Read(await executed.OursAsync(), name);
        Assert.Equal("", string.Join("\n\n", CellKinds.Complaints(notebook)));
        // nbclient writes the kernel's language into the notebook: it must be what was there.
        Assert.True(JsonNode.DeepEquals(ExecutedNotebooks.SourceOf(name)["metadata"]!["language_info"], notebook["metadata"]!["language_info"]));
        Assert.All(CodeCells(notebook), cell => Assert.NotNull(cell["execution_count"]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_real_tool_executes_a_notebook_without_an_error_and_without_a_word_on_standard_error(string name) =>
        Assert.Equal("", string.Join("\n\n", CellKinds.Complaints(ExecutedNotebooks.Read(await executed.RealAsync(), name))));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_cell_puts_out_the_same_kinds_in_the_real_tool_and_here(string name) =>
        Assert.Equal(CellKinds.Of(ExecutedNotebooks.Read(await executed.RealAsync(), name)), CellKinds.Of(ExecutedNotebooks.Read(await executed.OursAsync(), name)));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nbconvert_makes_a_page_of_a_notebook_with_its_charts(string name)
    {
        foreach (var folder in new[] { await executed.OursAsync(), await executed.RealAsync() })
        {
            var page = await File.ReadAllTextAsync(Path.Combine(folder, $"{name}.html"), TestContext.Current.CancellationToken);
            var kinds = CellKinds.Of(ExecutedNotebooks.Read(folder, name));
            Assert.Equal(kinds.Sum(cell => Count(cell, "application/vnd.plotly.v1+json")), Count(page, "<div class=\"cow-chart "));
            Assert.DoesNotContain("plotly.js v", page);
        }
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static IEnumerable<JsonNode> CodeCells(JsonNode notebook) =>
        notebook["cells"]!.AsArray().Where(cell => (string?)cell!["cell_type"] == "code" && cell["source"]!.AsArray().Count > 0).Select(cell => cell!);
}
