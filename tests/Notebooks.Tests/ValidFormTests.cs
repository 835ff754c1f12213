using System.Text.Json.Nodes;

namespace CowNotebooks.Notebooks.Tests;

/// <summary>What is written is valid nbformat 4.5, whatever was read.</summary>
public class ValidFormTests
{
    public static TheoryData<string> Odd =>
    [
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures/cases/duplicate-ids.ipynb")),
        """{"cells":[],"nbformat":4}""",
        """{"cells":[{},{"cell_type":"heading","level":1,"source":"x"},{"cell_type":"code"},{"cell_type":"code","source":null,"outputs":{},"execution_count":"x","metadata":[]}],"metadata":7,"nbformat":4,"nbformat_minor":"0"}""",
        """{"cells":[{"cell_type":"markdown","id":"m","outputs":[],"execution_count":null,"source":["a",1],"metadata":{"tags":"x","collapsed":1,"scrolled":"no","name":"","jupyter":1,"execution":[]},"attachments":[]}],"metadata":{"kernelspec":{"name":".net-csharp"},"language_info":{"version":"1"}},"nbformat":4,"nbformat_minor":5}""",
        """{"cells":[{"cell_type":"code","id":"c","source":"1","metadata":{"tags":["a","a","b,c"],"scrolled":"auto","collapsed":true},"outputs":[],"execution_count":1,"attachments":{}}],"metadata":{"kernelspec":{}},"signature":"x","nbformat":4,"nbformat_minor":0}""",
        """{"cells":[{"cell_type":"markdown","id":"cell-1","source":"a"},{"cell_type":"markdown","id":"cell-1","source":"b"},{"cell_type":"raw","id":"äöü","source":"c"},{"cell_type":"raw","id":"a\n","source":"d"},{"cell_type":"raw","id":7,"source":"e"}],"metadata":{},"nbformat":4,"nbformat_minor":5}""",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "7", "-1", "1.5", "\"\"", "\"a\"", "\"auto\"", "\"a b!\"", "\"\\n\"", "\"ä\"", "[]", "[\"a\",\"a\"]", "[\"a\",\"b,c\"]", "[\"a\",\"b\"]", "[1]", "[null]", "{}",
        """{"name":"x"}""", """{"name":7,"display_name":[]}""", """{"name":"x","codemirror_mode":1}""", """{"name":"x","file_extension":null}""", """{"a.png":{"image/png":"AA=="}}""",
        """{"a":{"text/plain":1}}""", """{"a":{"application/json":1}}""", """{"iopub.status.idle":1}""",
    ];

    [Theory]
    [MemberData(nameof(Odd))]
    public void A_cleaned_notebook_is_valid_and_stays_as_it_is(string text)
    {
        var clean = Cleaner.Clean(Notebook.Parse(text));
        Nbformat.Check(clean.ToText());
        Nbformat.Judge(clean.ToText());
        Assert.Empty(Cleaner.Findings(clean));
        Assert.Equal(clean.ToText(), Cleaner.Clean(Notebook.Parse(text)).ToText());
    }

    [Fact]
    public void Whatever_stands_in_its_fields_a_cleaned_notebook_is_valid()
    {
        var random = new Random(1);
        var clean = new List<string>();
        for (var number = 0; number < 400; number++)
        {
            var notebook = Cleaner.Clean(Notebook.Parse(AnyNotebook(random).ToJsonString()));
            Assert.Empty(Cleaner.Findings(notebook));
            Nbformat.Check(notebook.ToText());
            clean.Add(notebook.ToText());
        }
        Nbformat.Judge(clean);
    }

    [Fact]
    public async Task An_executed_notebook_is_valid_too()
    {
        foreach (var text in Odd.Select(row => row.Data))
        {
            var run = await NotebookRunner.RunAsync(Notebook.Parse(text), Path.GetTempPath(), Engines.Limit, cancel: TestContext.Current.CancellationToken);
            Nbformat.Check(run.Executed.ToText());
            Nbformat.Judge(run.Executed.ToText());
        }
    }

    [Fact]
    public void Ids_that_are_valid_are_kept_and_the_others_are_named_and_replaced()
    {
        var notebook = Notebook.Parse(Odd.First().Data);
        Assert.Equal(
            ["the notebook is in nbformat 4.4, not 4.5", "code cell 2 has the id 'same' of a cell before it",
                "markdown cell 1 has the id '', which is not valid", "code cell 3 has the id 'has space!', which is not valid"],
            Cleaner.Findings(notebook));
        Assert.Equal(["same", "cell-1", "cell-2", "cell-3"], Cleaner.Clean(notebook).Cells.Select(cell => cell.Id));
    }

    [Fact]
    public void Fields_of_a_later_minor_version_are_kept()
    {
        const string Later =
            """{"cells":[{"cell_type":"code","execution_count":null,"id":"a","metadata":{},"outputs":[],"source":"1","later":1}],"metadata":{},"later":2,"nbformat":4,"nbformat_minor":6}""";
        Assert.Equal(Later, JsonNode.Parse(Cleaner.Clean(Notebook.Parse(Later)).ToText())!.ToJsonString());
    }

    private static JsonObject AnyNotebook(Random random)
    {
        var metadata = Any(random, "kernelspec", "language_info", "orig_nbformat", "title", "authors", "polyglot_notebook");
        var notebook = Any(random, "metadata", "nbformat_minor", "worksheets");
        if (random.Next(2) > 0) notebook["metadata"] = metadata;
        if (notebook["nbformat_minor"]?.ToString() == "7") notebook["nbformat_minor"] = 4;
        notebook["nbformat"] = 4;
        notebook["cells"] = new JsonArray([.. Enumerable.Range(0, random.Next(6)).Select(_ => AnyCell(random))]);
        return notebook;
    }

    private static JsonObject AnyCell(Random random)
    {
        var cell = Any(random, "id", "metadata", "source", "outputs", "execution_count", "attachments", "level", "cell_type");
        if (random.Next(4) > 0) cell["cell_type"] = random.GetItems(["code", "markdown", "raw", "heading"], 1)[0];
        if (random.Next(2) > 0) cell["metadata"] = Any(random, "tags", "collapsed", "scrolled", "name", "format", "jupyter", "execution", "own");
        return cell;
    }

    private static JsonObject Any(Random random, params string[] fields) =>
        new(fields.Where(_ => random.Next(2) > 0).Select(field => KeyValuePair.Create(field, JsonNode.Parse(random.GetItems(Values, 1)[0]))));
}
