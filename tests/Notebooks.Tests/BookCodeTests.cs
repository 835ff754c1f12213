using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using CowNotebooks.Notebooks.Book;
using CowNotebooks.Notebooks.Book.Highlighting;

namespace CowNotebooks.Notebooks.Tests;

public class BookCodeTests
{
    [Fact]
    public void Code_is_highlighted_by_classes_and_keeps_its_text()
    {
        var page = Pages.Of(Notebooks.Of("var a = \"<b>\"; // comment"));
        Assert.Equal("var a = \"<b>\"; // comment", Code(page));
        Assert.Equal(["var"], Words(page, "keyword"));
        Assert.Equal(["\"<b>\""], Words(page, "string"));
        Assert.Equal(["// comment"], Words(page, "comment"));
    }

    [Fact]
    public void Json_with_escapes_in_its_strings_is_written_and_highlighted()
    {
        var page = Pages.OfFixture("json-fence");
        Assert.Equal("[\"first: a sentence of some length here\\n\",\n \"second: a sentence of some length here\\n\"]", Code(page));
        Assert.Contains("\"first: a sentence of some length here", Words(page, "string"));
    }

    [Theory]
    [InlineData("python", "def f(x):\n    return x  # here", "def,return", "# here")]
    [InlineData("py", "import gc", "import", "")]
    [InlineData("ruby", "def f\n  nil # here\nend", "def,end", "# here")]
    [InlineData("php", "if ($a) { return 1; } // here", "if,return", "// here")]
    [InlineData("perl", "my $x = 1; # here", "my", "# here")]
    [InlineData("javascript", "const a = 1; // here", "const", "// here")]
    [InlineData("bash", "for f in *; do :; done # here", "for,in,do,done", "# here")]
    [InlineData("c", "return 0; // here", "return", "// here")]
    [InlineData("C#", "return 0; // here", "return", "// here")]
    [InlineData("sql", "SELECT 1 -- here", "SELECT", "-- here")]
    [InlineData("{.python}", "pass # here", "pass", "# here")]
    [InlineData("no-such-language", "if x then y", "", "")]
    [InlineData("", "if x then y", "", "")]
    public void A_fence_is_highlighted_in_its_language(string language, string source, string keywords, string comments)
    {
        var page = Pages.OfMarkdown($"```{language}\n{source}\n```");
        Assert.Equal(source, Code(page));
        Assert.Equal(keywords, string.Join(',', Words(page, "keyword")));
        Assert.Equal(comments, string.Join(',', Words(page, "comment")));
    }

    [Fact]
    public void The_language_of_a_cell_is_its_metadatas_or_that_of_the_magic_in_it()
    {
        var html = Notebooks.Code("<b>hi</b>");
        html["metadata"] = new JsonObject { ["polyglot_notebook"] = new JsonObject { ["kernelName"] = "html" } };
        var page = Pages.Of(Notebooks.Of([html, Notebooks.Code("#!javascript\nlet a;\n#!csharp\nvar a = 1;\n#!time\nvar b = 2;")]));
        Assert.Equal(["b", "b"], page.QuerySelectorAll("#cell-1 .type").Select(word => word.TextContent));
        Assert.Equal(["#!javascript", "#!csharp", "#!time"], Words(page, "magic"));
        Assert.Equal(["let", "var", "var"], page.QuerySelectorAll("#cell-2 .keyword").Select(word => word.TextContent));
        Assert.Equal("#!javascript\nlet a;\n#!csharp\nvar a = 1;\n#!time\nvar b = 2;", page.QuerySelector("#cell-2 pre.code")!.TextContent);
    }

    [Fact]
    public void The_language_of_a_kernel_that_the_book_does_not_know_is_asked_for_with_the_cells_before()
    {
        var asked = new List<string>();
        var options = new BookOptions("B", LanguageOf: (kernel, earlier) =>
        {
            asked.Add($"{kernel} after {string.Join(" and ", earlier)}");
            return kernel == "child" ? "python" : null;
        });
        var page = Pages.Of(Notebooks.Of("open();", "#!child --slices 5\npass", "#!import x\nvar a = 1;"), options);
        Assert.Equal(["child after open();", "import after open(); and #!child --slices 5\npass"], asked);
        Assert.Equal(["pass", "var"], Words(page, "keyword"));
    }

    [Theory]
    [InlineData("json", "[\": \\n\", ", 20_000)]
    [InlineData("csharp", "((((", 5_000)]
    [InlineData("python", "x = f\"{\" + '''", 3_000)]
    public void Code_that_is_long_or_odd_keeps_its_text_whatever_highlighting_makes_of_it(string language, string piece, int times)
    {
        var source = string.Concat(Enumerable.Repeat(piece, times));
        Assert.Equal(source, Code(Pages.OfMarkdown($"```{language}\n{source}\n```")));
    }

    [Fact]
    public void Code_whose_time_is_up_is_plain_and_its_language_is_not_tried_again()
    {
        var highlighter = new Highlighter(TimeSpan.Zero);
        Assert.Null(highlighter.Tokens("var a = 1;", "csharp"));
        Assert.Equal("<pre class=\"code\"><code>a &lt; b</code></pre>", new CodeHtml(highlighter).Of("a < b", "csharp"));
    }

    private static string Code(IHtmlDocument page) => page.QuerySelector("pre.code")!.TextContent;

    private static IEnumerable<string> Words(IHtmlDocument page, string name) => page.QuerySelectorAll($"pre.code .{name}").Select(word => word.TextContent.Trim());
}
