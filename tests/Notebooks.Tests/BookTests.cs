using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using CowNotebooks.Notebooks.Book;

namespace CowNotebooks.Notebooks.Tests;

public class BookTests
{
    [Fact]
    public async Task Every_link_of_a_book_leads_to_a_file_in_it_and_nothing_is_fetched_from_elsewhere()
    {
        using var scratch = new Scratch();
        var pages = new List<BookPage>();
        foreach (var path in Directory.GetFiles(Notebooks.Fixtures, "*.ipynb").Order(StringComparer.Ordinal))
        {
            var run = await NotebookRunner.RunAsync(Notebook.Load(path), Notebooks.Fixtures, Engines.Limit, cancel: TestContext.Current.CancellationToken);
            pages.Add(new BookPage(Path.GetFileNameWithoutExtension(path), run.Executed, Notebooks.Fixtures));
        }
        var index = BookFolder.Open(scratch.Folder, new BookOptions("A book", Pages.Plotly)).Write(pages);
        Assert.Equal(scratch["index.html"], index);

        var documents = Directory.GetFiles(scratch.Folder, "*.html").ToDictionary(path => Path.GetFileName(path), Pages.Read);
        Assert.Equal(4, documents.Count);
        foreach (var (name, document) in documents)
        {
            foreach (var url in Loaded(document)) Assert.True(url.StartsWith("data:", StringComparison.Ordinal) || File.Exists(scratch[url]), $"{name} loads {url}");
            foreach (var link in document.QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")!).Where(link => !link.StartsWith("https://", StringComparison.Ordinal)))
            {
                var (file, anchor) = link.Split('#') is [var path, var fragment] ? (path, fragment) : (link, null);
                Assert.True(file.Length == 0 || File.Exists(scratch[file]), $"{name} links to {link}");
                if (anchor is not null) Assert.NotNull((file.Length == 0 ? document : documents[file]).GetElementById(anchor));
            }
        }
        Assert.Equal(["01-a-tour.html", "02-a-failure.html", "03-the-end.html"], documents["index.html"].QuerySelectorAll(".contents > li > a").Select(link => link.GetAttribute("href")));
        Assert.Equal([null, "02-a-failure.html"], Steps(documents["01-a-tour.html"]));
        Assert.Equal(["01-a-tour.html", "03-the-end.html"], Steps(documents["02-a-failure.html"]));
        Assert.Equal(["02-a-failure.html", null], Steps(documents["03-the-end.html"]));
        Assert.Contains("failed at cell 2", documents["index.html"].Body!.TextContent);
        Assert.Contains("Attempted to divide by zero", documents["02-a-failure.html"].QuerySelector("#cell-2 .failure")!.TextContent);
        Assert.Contains(".NET 10", documents["03-the-end.html"].QuerySelector("footer")!.TextContent);
        Assert.Contains("missing file is no link", documents["03-the-end.html"].Body!.TextContent);
        Assert.Single(Directory.GetFiles(scratch.Folder, "plotly.js"));
        Assert.Empty(Directory.GetFiles(scratch.Folder, "*.unfinished"));
    }

    [Fact]
    public void A_chart_is_drawn_from_its_json_by_the_books_own_script_and_has_its_picture_for_paper_and_its_words_for_who_cannot_see_it()
    {
        var data = new JsonObject
        {
            ["application/vnd.plotly.v1+json"] = new JsonObject { ["data"] = new JsonArray("</script><b>"), ["layout"] = new JsonObject() },
            ["image/svg+xml"] = "<svg/>",
            ["text/html"] = "<p>html</p>",
            ["text/plain"] = "Growth & more\n  from 1 to 2\n",
        };
        var page = Pages.OfData(data, new("B", Pages.Plotly));
        var chart = page.QuerySelector("figure.chart")!;
        Assert.Equal("</script><b>", JsonNode.Parse(chart.QuerySelector("script")!.TextContent)!["data"]![0]!.ToString());
        Assert.StartsWith("data:image/svg+xml;base64,", chart.QuerySelector("img")!.GetAttribute("src"), StringComparison.Ordinal);
        Assert.Equal("Growth & more", chart.QuerySelector("img")!.GetAttribute("alt"));
        var plot = chart.QuerySelector(".plot[role=img]")!;
        Assert.Equal("Growth & more", plot.GetAttribute("aria-label"));
        Assert.Equal("Growth & more\n  from 1 to 2", page.GetElementById(plot.GetAttribute("aria-describedby")!)!.TextContent);
        Assert.Equal(["plotly.js", "book.js", "reader.js", "search.js"], page.QuerySelectorAll("head script").Select(script => script.GetAttribute("src")));
    }

    [Fact]
    public void Without_plotly_a_chart_is_its_html_without_what_it_would_fetch()
    {
        var page = Pages.OfData(new() { ["application/vnd.plotly.v1+json"] = new JsonObject(), ["text/html"] = "<p>html</p><script src='https://cdn.example/plotly.js'></script>" });
        Assert.Equal("html", page.QuerySelector(".rich")!.TextContent);
        Assert.Equal(["book.css", "reader.js", "search.js"], Loaded(page).Where(url => !url.StartsWith("data:", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("text/html,image/png,text/plain", ".rich")]
    [InlineData("image/svg+xml,image/png,text/plain", "img[src^='data:image/svg+xml']")]
    [InlineData("image/png,text/markdown,text/plain", "img[src^='data:image/png']")]
    [InlineData("text/markdown,text/plain", ".rich p")]
    [InlineData("text/plain", "pre.value")]
    public void The_richest_mime_type_is_shown(string types, string selector)
    {
        var data = new JsonObject();
        foreach (var type in types.Split(',')) data[type] = "eA==";
        Assert.Single(Pages.OfData(data).QuerySelectorAll($"#cell-1 {selector}"));
    }

    [Fact]
    public void Headings_have_anchors_that_are_unique_on_the_page_and_pictures_come_along()
    {
        using var scratch = new Scratch();
        scratch.Write("nb/images/a b.svg", "<svg/>");
        var cell = Notebooks.Markdown(
            "# One `code`\n\n## Same\n\n![pic](images/a%20b.svg) ![far](https://example.org/x.png) ![att](attachment:x.png) [up](../outside.txt)\n\n<p><img src=\"images/a%20b.svg\"></p>\n\n<b><a href='gone.txt'>gone</a></b>\n\n| a | b |\n|---|--:|\n| 1 | 2 |");
        cell["attachments"] = new JsonObject { ["x.png"] = new JsonObject { ["image/png"] = "eA==" } };
        scratch.Write("outside.txt", "x");
        BookFolder.Open(scratch["book"], new BookOptions("B")).Write([new BookPage("p", Notebooks.Of([cell, Notebooks.Markdown("## Same")]), scratch["nb"])]);
        var page = Pages.Read(scratch["book/p.html"]);
        Assert.Equal(["one-code", "same", "same-2"], page.QuerySelectorAll("h1, h2").Select(heading => heading.Id!));
        Assert.Equal(["files/images/a%20b.svg", "data:image/png;base64,eA==", "files/images/a%20b.svg"], page.QuerySelectorAll("main img").Select(image => image.GetAttribute("src")));
        Assert.Null(page.QuerySelectorAll("main a").Single(link => link.TextContent == "gone").GetAttribute("href"));
        Assert.True(File.Exists(scratch["book/files/images/a b.svg"]));
        Assert.Equal("https://example.org/x.png", page.QuerySelectorAll("main a").Single(link => link.TextContent == "far").GetAttribute("href"));
        Assert.True(File.Exists(scratch[$"book/{page.QuerySelectorAll("main a").Single(link => link.TextContent == "up").GetAttribute("href")}"]));
        Assert.NotNull(page.QuerySelector(".scroll > table"));
        Assert.Equal("One code · B", page.Title);
    }

    [Fact]
    public void Every_page_forbids_what_is_not_its_own() =>
        Assert.StartsWith("default-src 'self'", Pages.Of(Notebooks.Of("1")).QuerySelector("meta[http-equiv='Content-Security-Policy']")!.GetAttribute("content"));

    [Fact]
    public void No_form_is_sent_and_no_base_moves_its_links()
    {
        var policy = Pages.Of(Notebooks.Of("1")).QuerySelector("meta[http-equiv='Content-Security-Policy']")!.GetAttribute("content");
        Assert.Contains("form-action 'none'", policy);
        Assert.Contains("base-uri 'none'", policy);
    }

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](&#106;avascript&colon;alert(1))")]
    [InlineData("[x](vbscript:x)")]
    [InlineData("<a href=' java\tscript:alert(1)'>x</a>")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("<javascript:alert(1)>")]
    public void A_link_to_a_script_is_none(string markdown) =>
        Assert.DoesNotContain(Pages.OfMarkdown(markdown).QuerySelectorAll("main [href], main [src]"),
            element => (element.GetAttribute("href") ?? element.GetAttribute("src"))!.Contains("script:", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Text_stays_text_wherever_a_notebook_says_it()
    {
        const string Attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
        var code = Notebooks.Code(Attack, "summary", Attack);
        code["id"] = Attack;
        code["metadata"]!["polyglot_notebook"] = new JsonObject { ["kernelName"] = Attack };
        code["outputs"] = new JsonArray(
            Pages.Display(new() { ["text/plain"] = Attack, ["image/png"] = Attack }), Pages.Display(new() { ["text/plain"] = Attack }),
            Pages.Display(new() { ["text/latex"] = $"$${Attack}$$" }), Pages.Display(new() { ["text/vnd.mermaid"] = Attack }),
            new JsonObject { ["output_type"] = "stream", ["name"] = Attack, ["text"] = $"\u001b[31m{Attack}" },
            new JsonObject { ["output_type"] = "error", ["ename"] = Attack, ["evalue"] = Attack, ["traceback"] = new JsonArray() });
        var notebook = Notebooks.Of(
            [Notebooks.Markdown("# `" + Attack + "`\n\n`" + Attack + "`\n\n*Takes about " + Attack.Replace("<", "&lt;") + ".*\n\n```" + Attack.Replace(" ", "") + "\n" + Attack + "\n```\n"), code]);
        using var scratch = new Scratch();
        var name = "<b>\"'&x";
        BookFolder.Open(scratch["book"], new BookOptions(Attack)).Write([new BookPage(name, notebook, scratch.Folder), new BookPage("next", Notebooks.Of("1"), scratch.Folder)]);
        foreach (var file in Directory.GetFiles(scratch["book"], "*.html"))
        {
            var page = Pages.Read(file);
            Assert.Empty(page.QuerySelectorAll("[onerror], img[src=x]"));
            Assert.DoesNotContain(page.QuerySelectorAll("script"), script => script.TextContent.Contains("alert", StringComparison.Ordinal));
        }
        Assert.Contains(Attack, Pages.Read(scratch[$"book/{name}.html"]).QuerySelector("main h1")!.TextContent);
    }

    private static IEnumerable<string> Loaded(IHtmlDocument document) =>
        document.QuerySelectorAll("[src], link[href]").Select(element => element.GetAttribute("src") ?? element.GetAttribute("href")!);

    private static IEnumerable<string?> Steps(IHtmlDocument document) =>
        new[] { "prev", "next" }.Select(relation => document.QuerySelector($"header a[rel={relation}]")?.GetAttribute("href"));
}
