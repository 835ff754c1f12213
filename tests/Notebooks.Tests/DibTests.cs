namespace CowNotebooks.Notebooks.Tests;

public class DibTests
{
    [Fact]
    public void Each_language_line_begins_a_cell_and_lines_are_counted_in_the_file()
    {
        var cells = Dib.Parse("#!meta\n\n{}\n\n#!markdown\n\n# Title\n\n#!csharp\n\nvar a = 1;\n#!import other.dib\na\n\n#!c#\n\n2");
        Assert.Equal(["meta", "markdown", "csharp", "csharp"], cells.Select(cell => cell.Language));
        Assert.Equal([2, 6, 10, 16], cells.Select(cell => cell.Line));
        Assert.Equal("\nvar a = 1;\n#!import other.dib\na\n", cells[2].Source);
    }

    [Fact]
    public void Lines_before_the_first_language_are_csharp_and_empty_cells_are_left_out() =>
        Assert.Equal([new DibCell("csharp", 1, "1")], Dib.Parse("1\n#!csharp\n\n#!markdown\n  \n"));

    [Fact]
    public void Commands_stay_within_their_cell_and_kernels_with_options_begin_one() =>
        Assert.Equal(
            [
                new DibCell("csharp", 1, "#!import a.dib\n#!time\n#!share --from html x\n#!unknown\n#!value --name v\nx"), new DibCell("javascript", 8, "js"),
                new DibCell("child", 10, "for i in x: pass", "--slices 50"), new DibCell("fork", 12, ""), new DibCell("parent", 13, "y"),
            ],
            Dib.Parse("#!import a.dib\n#!time\n#!share --from html x\n#!unknown\n#!value --name v\nx\n#!js\njs\n#!child --slices 50\nfor i in x: pass\n#!fork\n#!parent\ny"));

    [Fact]
    public void Kernels_that_the_metadata_names_begin_a_cell()
    {
        var cells = Dib.Parse("""{"before":1}""" + "\n#!meta\n" + """{"kernelInfo":{"items":[{"name":"pythonkernel","aliases":["py"]},{"aliases":[]},7]}}""" + "\n#!import x.dib\n#!py\n1\n#!meta\n2");
        Assert.Equal(["csharp", "meta", "csharp", "pythonkernel"], cells.Select(cell => cell.Language));
        Assert.Equal((4, "#!import x.dib"), (cells[2].Line, cells[2].Source));
        Assert.Equal("1\n#!meta\n2", cells[3].Source);
    }

    [Fact]
    public void Line_ends_of_other_systems_are_read() =>
        Assert.Equal([new DibCell("csharp", 2, "a\nb")], Dib.Parse("#!csharp\r\na\r\nb"));

    [Fact]
    public async Task An_import_runs_the_cells_and_its_usings_types_and_variables_are_seen_later()
    {
        using var scratch = new Scratch();
        scratch.Write("lib/setup.dib",
            "#!meta\n{}\n#!markdown\n# nothing\n#!csharp\nusing System.Globalization;\n#!csharp\n#!import more.csx\nrecord Box(long Value);\nvar shared = new Box(Twice(21));");
        scratch.Write("lib/more.csx", "static int Twice(int x) => 2 * x;");
        var runs = await Engines.RunInAsync(scratch.Folder, "var before = 1;\n#!import lib/setup.dib\nvar after = before + shared.Value;", "CultureInfo.InvariantCulture.Name + after");
        Assert.All(runs, run => Assert.Null(run.Error));
        Assert.Equal("43", runs[1].Value);
    }

    [Fact]
    public async Task An_imported_notebook_runs_its_code_cells()
    {
        using var scratch = new Scratch();
        scratch.Write("other.ipynb", """{"cells":[{"cell_type":"code","source":"var a = 20;"},{"cell_type":"markdown","source":"no"},{"cell_type":"code","source":"a += 1;"}],"nbformat":4}""");
        var runs = await Engines.RunInAsync(scratch.Folder, "#!import \"other.ipynb\"\na * 2");
        Assert.Equal("42", Assert.Single(runs).Value);
    }

    [Theory]
    [InlineData("#!import nowhere.dib", "There is no file", "cell 1, line 1")]
    [InlineData("\n#!import", "#!import needs a file", "cell 1, line 2")]
    [InlineData("#!import self.dib", "imports itself", "self.dib, line 2")]
    [InlineData("#!import x.txt", "cannot be imported", "cell 1, line 1")]
    [InlineData("#!import broken.dib", "Attempted to divide by zero", "broken.dib, line 4")]
    [InlineData("#!import broken.ipynb", "is not a notebook", "cell 1, line 1")]
    [InlineData("1\n#!fsharp\nlet x = 1", "this engine runs C#, not F#", "cell 1, line 2")]
    [InlineData("1\n#!nonsense here\n2", "#!nonsense is not known here", "cell 1, line 2")]
    public async Task An_import_that_fails_names_file_and_line(string cell, string message, string place)
    {
        using var scratch = new Scratch();
        scratch.Write("self.dib", "#!csharp\n#!import self.dib");
        scratch.Write("broken.dib", "#!csharp\nvar zero = 0;\n\n1 / zero");
        scratch.Write("broken.ipynb", "{");
        var error = Assert.Single(await Engines.RunInAsync(scratch.Folder, cell)).Error;
        Assert.NotNull(error);
        Assert.Contains(message, error.Message);
        Assert.Equal(place, error.Place);
    }
}
