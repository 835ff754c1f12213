namespace CowNotebooks.Notebooks.Tests;

public class DibNotebookTests
{
    [Fact]
    public void A_dib_becomes_a_valid_notebook_with_the_language_of_each_cell()
    {
        var notebook = Load("#!markdown\n\n# A title\n\n#!csharp\n\nvar a = 1;\n\n#!html\n<b>hi</b>");
        Nbformat.Check(notebook.ToText());
        Assert.Equal([CellKind.Markdown, CellKind.Code, CellKind.Code], notebook.Cells.Select(cell => cell.Kind));
        Assert.Equal([null, "csharp", "html"], notebook.Cells.Select(cell => cell.Language));
        Assert.Equal(["# A title", "var a = 1;", "<b>hi</b>"], notebook.Cells.Select(cell => cell.Source));
        Assert.Equal("csharp", notebook.Language);
        Assert.Equal(".net-csharp", notebook.Metadata["kernelspec"]!["name"]!.ToString());
    }

    [Fact]
    public void A_line_that_is_more_than_a_language_stays_in_sight_in_a_cell_of_the_notebooks_own_language()
    {
        var cells = Load("#!csharp\n1\n#!child --slices 50\n\nfor i in x: pass\n\n#!fork\n#!sql --name rows\nSELECT 1").Cells;
        Assert.Equal(["1", "#!child --slices 50\nfor i in x: pass", "#!fork", "#!sql --name rows\nSELECT 1"], cells.Select(cell => cell.Source));
        Assert.All(cells, cell => Assert.Equal("csharp", cell.Language));
    }

    [Fact]
    public void Its_metadata_says_the_language_and_is_kept()
    {
        var notebook = Load("""
            #!meta
            {"kernelInfo":{"defaultKernelName":"fsharp","items":[{"name":"fsharp","languageName":"F#","aliases":["f#"]}]},"title":"kept"}
            #!fsharp
            let x = 1
            """);
        Nbformat.Check(notebook.ToText());
        Assert.Equal("fsharp", notebook.Language);
        Assert.Equal(".net-fsharp", notebook.Metadata["kernelspec"]!["name"]!.ToString());
        Assert.Equal("kept", notebook.Metadata["title"]!.ToString());
        Assert.Equal("f#", notebook.Metadata["polyglot_notebook"]!["kernelInfo"]!["items"]![0]!["aliases"]![0]!.ToString());
    }

    [Fact]
    public void The_first_csharp_cell_that_begins_with_the_comment_parameters_declares_them()
    {
        var notebook = Load("#!markdown\n\n// parameters\n\n#!csharp\n\nint Other = 1;\n\n#!csharp\n\n// Parameters of this notebook\nvar Size = 1000;\n\n#!csharp\n\n// parameters\nvar Late = 1;");
        Assert.Equal([new Parameter("Size", "int")], Parameters.Of(notebook));
        Assert.Equal("int Size = 5;", Parameters.Inject(notebook, new Dictionary<string, string> { ["Size"] = "5" }).Cells[3].Source);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public void An_empty_dib_is_a_notebook_without_cells(string text) => Assert.Empty(Load(text).Cells);

    [Theory]
    [InlineData("#!csharp\n1\n#!meta\n{\"kernelInfo\":\n#!csharp\n2", "x.dib, line 3: the metadata after #!meta is not a JSON object.")]
    [InlineData("#!meta\n[]", "x.dib, line 1: the metadata after #!meta is not a JSON object.")]
    [InlineData("#!meta\n{\"a\":1,\"a\":2}", "x.dib, line 1: the metadata after #!meta is not a JSON object.")]
    [InlineData("#!csharp\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> theirs\n", "x.dib has a merge conflict: line 2 is '<<<<<<< HEAD'.")]
    [InlineData("#!csharp\r\n<<<<<<< HEAD\r\n1\r\n||||||| base\r\n0\r\n=======\r\n2\r\n>>>>>>> theirs\r\n", "x.dib has a merge conflict: line 2 is '<<<<<<< HEAD'.")]
    public void What_is_wrong_with_a_dib_is_said_with_its_line(string text, string cause) =>
        Assert.EndsWith(cause, Assert.Throws<NotebookException>(() => Load(text)).Cause);

    [Fact]
    public void A_single_line_like_a_marker_is_content() =>
        Assert.Equal("Title\n=======\n>>>>>>> quoted", Assert.Single(Load("#!markdown\nTitle\n=======\n>>>>>>> quoted").Cells).Source);

    private static Notebook Load(string text)
    {
        using var scratch = new Scratch();
        return Notebook.Load(scratch.Write("x.dib", text));
    }
}
