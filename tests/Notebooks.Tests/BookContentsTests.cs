using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using CowNotebooks.Notebooks.Book;

namespace CowNotebooks.Notebooks.Tests;

/// <summary>What the index and the contents beside each page say of the pages.</summary>
public class BookContentsTests
{
    private const string Title = "# Reading is a *write*\n\nGoal: find out.\n\n*Takes about half a minute.* More to know.\n\n<!--NAVIGATION-->\n← [before](a.ipynb) · [after](c.ipynb) →\n\nThe rest.";

    [Fact]
    public void The_index_says_what_a_notebook_claims_is_for_and_takes_and_how_it_went()
    {
        var index = Index(Page("01-one", Ran(1.25, null), Notebooks.Markdown(Title)),
            Page("two", Ran(3, 2), Notebooks.Markdown("# Two"), Notebooks.Code("1"), Notebooks.Code("2")), Page("03-three", null));
        var entries = index.QuerySelectorAll(".contents > li");
        Assert.Equal(["01 Reading is a write", "Two", "03 03-three"], entries.Select(entry => entry.QuerySelector("a")!.TextContent));
        Assert.Equal("Goal: find out.", entries[0].QuerySelector("p")!.TextContent);
        Assert.Equal(["takes about half a minute · ran in 1.3 s", "failed at cell 2", "not executed"], entries.Select(entry => entry.QuerySelector(".outcome")!.TextContent));
        Assert.Equal("two.html#cell-2", entries[1].QuerySelector(".outcome a")!.GetAttribute("href"));
        Assert.Empty(index.QuerySelectorAll(".findings"));
    }

    [Fact]
    public void The_index_shows_the_first_line_of_text_of_each_cell_tagged_summary()
    {
        JsonNode Cell(params JsonObject[] outputs)
        {
            var cell = Notebooks.Code("run();", "summary");
            cell["outputs"] = new JsonArray([.. outputs]);
            return cell;
        }

        JsonObject Stream(string name, string text) => new() { ["output_type"] = "stream", ["name"] = name, ["text"] = text };
        var untagged = Notebooks.Code("run();");
        untagged["outputs"] = new JsonArray(Pages.Display(new() { ["text/plain"] = "not this" }));
        var index = Index(Page(
            "a",
            null,
            untagged,
            Cell(Stream("stderr", "a warning"), Pages.Display(new() { ["text/html"] = "<p>x</p>" }),
                Pages.Display(new() { ["text/html"] = "<b>7</b>", ["text/plain"] = "\n\e[32m7 < 8\e[0m pages copied\nmore" })),
            Cell(Stream("stdout", "and printed\n")),
            Cell(new JsonObject { ["output_type"] = "error", ["ename"] = "E", ["evalue"] = "", ["traceback"] = new JsonArray() })));
        var findings = index.QuerySelector(".findings")!;
        Assert.Equal("Measured here: 7 < 8 pages copiedand printed", findings.TextContent);
        Assert.Single(findings.QuerySelectorAll("br"));
    }

    [Fact]
    public void A_page_shows_where_it_stands_in_the_book_and_its_own_headings()
    {
        using var scratch = new Scratch();
        BookPage[] pages = [Page("01-a", null, Notebooks.Markdown("# A")),
            Page("02-b", null, Notebooks.Markdown("# B\n\n## One `x`\n\n### Deeper\n\n## Two")), Page("03-c", null, Notebooks.Markdown("# C\n\n## Not here"))];
        scratch.Write("02-b.ipynb", "{}");
        BookFolder.Open(scratch.Folder, new("Course")).Write(pages);
        var page = Pages.Read(scratch["02-b.html"]);
        var contents = page.QuerySelector("nav.course")!;
        Assert.Equal("2 of 3", contents.QuerySelector(".place")!.TextContent);
        Assert.Equal(["3", "2"], new[] { "max", "value" }.Select(contents.QuerySelector("progress")!.GetAttribute));
        Assert.Equal(["01-a.html", "02-b.html", "03-c.html"], contents.QuerySelectorAll("a[data-page]").Select(link => link.GetAttribute("href")));
        Assert.Equal("02 B", contents.QuerySelector("[aria-current=page]")!.TextContent);
        Assert.Equal(["#one-x", "#two"], contents.QuerySelectorAll("li li a").Select(link => link.GetAttribute("href")));
        Assert.Equal(["One x", "Two"], contents.QuerySelectorAll("li li a").Select(link => link.TextContent));
        Assert.Equal(["02-b.ipynb"], Notebook(page));
        Assert.Empty(Notebook(Pages.Read(scratch["01-a.html"])));
    }

    [Fact]
    public void Links_between_notebooks_that_a_tool_wrote_into_them_are_left_out_of_the_book()
    {
        var page = Pages.OfMarkdown(Title);
        Assert.Empty(page.QuerySelectorAll("main a:not(.anchor)"));
        Assert.Equal(["Goal: find out.", "Takes about half a minute. More to know.", "The rest."], page.QuerySelectorAll("main p").Select(paragraph => paragraph.TextContent));
        Assert.DoesNotContain("[after]", Pages.OfMarkdown("# A\n\n<!--NAVIGATION--> [before](b.ipynb) · [after](c.ipynb)").Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_landmark_of_a_page_has_a_name_of_its_own()
    {
        using var scratch = new Scratch();
        BookFolder.Open(scratch.Folder, new("Course")).Write([Page("a", null), Page("b", null)]);
        var page = Pages.Read(scratch["a.html"]);
        var names = page.QuerySelectorAll("nav").Select(nav => nav.GetAttribute("aria-label")).ToList();
        Assert.Equal(3, names.Count);
        Assert.Equal(names.Distinct(), names);
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(page.QuerySelector("main")!.Id, page.QuerySelector(".skip")!.GetAttribute("href")![1..]);
    }

    private static IEnumerable<string?> Notebook(IHtmlDocument page) => page.QuerySelectorAll("footer a[download]").Select(link => link.GetAttribute("href"));

    private static IHtmlDocument Index(params BookPage[] pages)
    {
        using var scratch = new Scratch();
        return Pages.Read(BookFolder.Open(scratch.Folder, new("Course")).Write(pages));
    }

    private static BookPage Page(string name, JsonObject? run, params JsonNode[] cells) =>
        new(name, Notebooks.Of(cells).With(json => json["metadata"] = run is null ? new JsonObject() : new JsonObject { ["papermill"] = run }), ".");

    private static JsonObject Ran(double seconds, int? failedCell) => new() { ["duration"] = seconds, ["failed_cell"] = failedCell };
}
