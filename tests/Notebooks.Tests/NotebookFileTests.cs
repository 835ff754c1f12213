namespace CowNotebooks.Notebooks.Tests;

public class NotebookFileTests
{
    private const string Strange = """
        {
         "x-unknown": [1.0, 1e5, -0, null, true, {}, []],
         "cells": [
          {
           "zeta": "kept 😀 \u0001 \" \\ \t / é",
           "cell_type": "code",
           "execution_count": 7,
           "metadata": {
            "vendor": {
             "deep": [
              1
             ]
            }
           },
           "outputs": [],
           "source": [
            "var a = 1;\n",
            "a"
           ]
          }
         ],
         "metadata": {},
         "nbformat": 4,
         "nbformat_minor": 5,
         "trailing": "last"
        }
        """;

    [Theory]
    [InlineData("01-a-tour.ipynb")]
    [InlineData("02-a-failure.ipynb")]
    public void A_notebook_that_nothing_changed_is_written_byte_for_byte(string name)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures/notebooks", name));
        Assert.Equal(text, Notebook.Parse(text).ToText());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Unknown_fields_their_order_and_the_indentation_survive(int indent)
    {
        var lines = Strange.Replace("[1.0, 1e5, -0, null, true, {}, []]", "[]", StringComparison.Ordinal).Split('\n');
        var text = string.Join('\n', lines.Select(line => new string(' ', (line.Length - line.TrimStart().Length) * indent) + line.TrimStart())) + "\n";
        Assert.Equal(text, Notebook.Parse(text).ToText());
    }

    [Fact]
    public void Numbers_keep_the_text_they_were_read_with()
    {
        var text = Notebook.Parse(Strange).ToText();
        Assert.Contains("1.0,\n  1e5,\n  -0,\n  null,\n  true,\n  {},\n  []", text);
    }

    [Theory]
    [InlineData("", "is not a notebook: it is empty.")]
    [InlineData(" \n", "is not a notebook: it is empty.")]
    [InlineData("[]", "is not a notebook: it is not a JSON object.")]
    [InlineData("{\"a\": 1", "is not a notebook: it ends in the middle")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"source\": \"va", "is not a notebook: it ends in the middle")]
    [InlineData("{\"nbformat\": 4,\n\"cells\": [x]}", "is not a notebook: line 2: 'x' is an invalid start of a value.")]
    [InlineData("{\"nbformat\": 4, \"cells\": []} {", "is not a notebook: line 1: '{' is invalid after a single JSON value")]
    [InlineData("{\"a\": 1, \"a\": 2, \"nbformat\": 4, \"cells\": []}", "is not a notebook")]
    [InlineData("{\"a\": \"\\ud800\", \"nbformat\": 4, \"cells\": []}", "is not a notebook")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", "is in nbformat 3, not 4. Convert it: jupyter nbconvert --to notebook --nbformat 4 x.ipynb")]
    [InlineData("{\"nbformat\": 5, \"cells\": []}", "is in nbformat 5, not 4.")]
    [InlineData("{\"cells\": []}", "is not a notebook: it does not say its nbformat.")]
    [InlineData("{\"nbformat\": 4}", "no list of cells")]
    [InlineData("{\"nbformat\": 4, \"cells\": [1]}", "no list of cells")]
    public void A_file_that_is_no_notebook_is_a_named_error(string text, string cause)
    {
        var error = Assert.Throws<NotebookException>(() => Notebook.Parse(text, "x.ipynb"));
        Assert.Contains(cause, error.Message);
        Assert.StartsWith("x.ipynb", error.Message);
    }

    [Fact]
    public void A_missing_notebook_is_a_named_error() =>
        Assert.Contains("There is no notebook", Assert.Throws<NotebookException>(() => Notebook.Load("/nowhere/x.ipynb")).Cause);

    [Fact]
    public void A_source_may_be_one_string_or_a_list_of_lines()
    {
        var one = Notebook.Parse("""{"cells":[{"cell_type":"code","source":"a\nb"}],"nbformat":4}""").Cells[0];
        var list = Notebook.Parse("""{"cells":[{"cell_type":"code","source":["a\n","b"]}],"nbformat":4}""").Cells[0];
        Assert.Equal("a\nb", one.Source);
        Assert.Equal(one.Source, list.Source);
    }

    [Fact]
    public void Cells_are_numbered_by_kind()
    {
        var cells = Notebook.Load(Path.Combine(AppContext.BaseDirectory, "fixtures/notebooks/01-a-tour.ipynb")).Cells;
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], cells.Where(cell => cell.Kind == CellKind.Code).Select(cell => cell.Number));
        Assert.Equal(["parameters"], cells[2].Tags);
        Assert.Equal("code-03", cells[2].Id);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_a_named_error_and_leaves_nothing()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("file", "");
        var error = Assert.Throws<NotebookException>(() => WholeFile.Write($"{file}/x.ipynb", "text"));
        Assert.Contains("cannot be written", error.Message);
        Assert.Equal([file], Directory.GetFileSystemEntries(scratch.Folder));
    }

    [Fact]
    public void A_full_disk_leaves_the_old_file_whole()
    {
        using var scratch = new Scratch();
        var path = scratch.Write("a.txt", "old");
        using var full = new FullDisk();
        Assert.Throws<NotebookException>(() => WholeFile.Write(path, full));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(scratch.Folder));
    }

    private sealed class FullDisk : MemoryStream
    {
        public override void CopyTo(Stream destination, int bufferSize)
        {
            destination.WriteByte(1);
            throw new IOException("No space left on device");
        }
    }
}
