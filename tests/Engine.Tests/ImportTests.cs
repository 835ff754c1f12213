using CowNotebooks.Notebooks.Tests;

namespace CowNotebooks.Engine.Tests;

public class ImportTests
{
    [Theory]
    [InlineData("x.dib")]
    [InlineData("x.csx")]
    [InlineData("x.ipynb")]
    public async Task A_file_that_is_not_UTF_8_is_refused_and_nothing_is_replaced(string file)
    {
        using var scratch = new Scratch();
        File.WriteAllBytes(scratch.Write(file, ""), [.. "var umlaut = \""u8, 0xFC, .. "\";"u8]);
        var error = Assert.Single(await Engines.RunInAsync(scratch.Folder, $"1\n#!import {file}")).Error!;
        Assert.Contains($"{file} is not UTF-8: byte 15 of line 1 (0xFC) belongs to another encoding.", error.Message);
        Assert.Equal("cell 1, line 2", error.Place);
    }

    [Theory]
    [InlineData("x.dib", "#!csharp\n")]
    [InlineData("x.csx", "// A script.\n")]
    [InlineData("x.ipynb", "{\n")]
    public async Task A_file_with_a_merge_conflict_is_refused_with_the_line_of_the_cell_that_imports_it(string file, string first)
    {
        using var scratch = new Scratch();
        scratch.Write(file, $"{first}<<<<<<< HEAD\nvar x = 1;\n=======\nvar x = 2;\n>>>>>>> theirs\n");
        var error = Assert.Single(await Engines.RunInAsync(scratch.Folder, $"1\n#!import {file}")).Error!;
        Assert.Contains($"{file} has a merge conflict: line 2 is '<<<<<<< HEAD'.", error.Message);
        Assert.Equal("cell 1, line 2", error.Place);
    }

    [Fact]
    public async Task A_notebook_of_another_kernel_is_refused()
    {
        using var scratch = new Scratch();
        scratch.Write("x.ipynb", Notebook("""{"kernelspec":{"name":"python3","language":"python"}}""", "print(1)"));
        var error = Assert.Single(await Engines.RunInAsync(scratch.Folder, "#!import x.ipynb")).Error!;
        Assert.StartsWith("x.ipynb is a Python notebook (kernel python3)", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("cell 1, line 1", error.Place);
    }

    [Fact]
    public async Task A_cell_without_a_language_has_that_of_the_imported_notebook()
    {
        using var scratch = new Scratch();
        scratch.Write("html.ipynb", Notebook("""{"polyglot_notebook":{"kernelInfo":{"defaultKernelName":"html"}}}""", "<b>hi</b>"));
        scratch.Write("fsharp.ipynb", Notebook("""{"kernelspec":{"name":".net-fsharp","language":"F#"}}""", "let x = 3"));
        var runs = await Engines.RunInAsync(scratch.Folder, "#!import html.ipynb", "#!import fsharp.ipynb");
        Assert.Null(runs[0].Error);
        Assert.Equal("<b>hi</b>", runs[0].Data("text/html"));
        Assert.Contains("this engine runs C#, not F#", runs[1].Error!.Message);
    }

    private static string Notebook(string metadata, string source) =>
        $$"""{"cells":[{"cell_type":"code","metadata":{},"outputs":[],"execution_count":null,"source":"{{source}}"}],"metadata":{{metadata}},"nbformat":4,"nbformat_minor":4}""";
}
