using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using CowNotebooks.Notebooks.Book;

namespace CowNotebooks.Notebooks.Tests;

public class BookOfflineTests
{
    [Theory]
    [InlineData("<iframe src=\"https://example.org/a?b=1&amp;c=2\"></iframe>", "https://example.org/a?b=1&c=2")]
    [InlineData("<IFRAME width=3 SRC='https://example.org/'>inside</IFRAME>", "https://example.org/")]
    [InlineData("<div>text <iframe src=//example.org/a></iframe> and <embed src=\"http://example.org/b\"></div>", "//example.org/a,http://example.org/b")]
    [InlineData("<object data=\"https://example.org/a.pdf\"><p>no plug-in</p></object>", "https://example.org/a.pdf")]
    [InlineData("<video controls><source src=\"https://example.org/a.mp4\">none</video>", "https://example.org/a.mp4")]
    [InlineData("<img src=\"https://example.org/a.png\" srcset=\"https://example.org/b.png 2x\">", "https://example.org/a.png")]
    [InlineData("<a href=\"https://example.org/\"><img alt=\"badge\" src=\"https://example.org/a.svg\"></a>", "https://example.org/")]
    [InlineData("<script src=\"https://example.org/a.js\"></script><link rel=stylesheet href=\"https://example.org/a.css\"><base href=\"https://example.org\">", "")]
    [InlineData("<svg><image href=\"https://example.org/a.png\"/></svg>", "")]
    [InlineData("<p title=\"a > b\">1 < 2 <!-- <img src=\"https://example.org/a.png\"> --></p>", "")]
    public void What_would_be_fetched_is_a_link_to_it_in_outputs_and_in_markdown(string html, string links)
    {
        foreach (var page in new[] { Pages.OfHtml(html), Pages.OfMarkdown(html), Pages.OfMarkdown($"Text {html} more"), Pages.OfData(new() { ["text/markdown"] = html }) })
        {
            Assert.Empty(page.QuerySelectorAll("main iframe, main embed, main object, main [srcset], main base, main link"));
            foreach (var name in new[] { "src", "data", "poster" }) Assert.Empty(page.QuerySelectorAll($"main [{name}^=http], main [{name}^='//']"));
            Assert.All(page.QuerySelectorAll("main [href]"), link => Assert.Equal("A", link.TagName));
            Assert.Equal(links, string.Join(',', page.QuerySelectorAll("main a[href]:not(.count)").Select(link => link.GetAttribute("href"))));
            Assert.Empty(page.QuerySelectorAll("main a a"));
        }
    }

    [Fact]
    public void A_frame_of_a_notebook_is_a_link() => Assert.Equal("https://example.org", Pages.OfFixture("iframe").QuerySelector("main a[href='https://example.org']")!.TextContent);

    [Fact]
    public void A_frame_that_needs_no_network_stays()
    {
        var page = Pages.OfHtml("<iframe srcdoc=\"<p>here</p>\"></iframe><object data=\"data:text/plain,x\">x</object>");
        Assert.Equal("<p>here</p>", page.QuerySelector("main iframe")!.GetAttribute("srcdoc"));
        Assert.Equal("data:text/plain,x", page.QuerySelector("main object")!.GetAttribute("data"));
    }

    [Fact]
    public void An_attached_picture_is_in_the_page_from_markdown_and_from_html()
    {
        Assert.StartsWith("data:image/png;base64,iVBOR", Pages.OfFixture("attachment-in-html").QuerySelector("main img")!.GetAttribute("src"), StringComparison.Ordinal);
        var cell = Notebooks.Markdown("![a](attachment:a%20b.png) <img width=4 src='attachment:a b.png'> [file](attachment:a%20b.png) ![gone](attachment:gone.png)");
        cell["attachments"] = new JsonObject { ["a b.png"] = new JsonObject { ["image/png"] = new JsonArray("eA\n", "==") } };
        var page = Pages.Of(Notebooks.Of([cell]));
        Assert.Equal(["data:image/png;base64,eA==", "data:image/png;base64,eA=="], page.QuerySelectorAll("main img").Select(image => image.GetAttribute("src")));
        Assert.Equal("data:image/png;base64,eA==", page.QuerySelector("main a")!.GetAttribute("href"));
        Assert.EndsWith("gone", page.QuerySelector("main p")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_beside_the_notebook_comes_along_when_an_output_shows_it()
    {
        using var scratch = new Scratch();
        scratch.Write("nb/a b.svg", "<svg/>");
        var cell = Notebooks.Code("1");
        cell["outputs"] = new JsonArray(Pages.Display(new() { ["text/html"] = "<img src=\"a%20b.svg\"><img src=\"gone.svg\" alt=\"it is gone\">" }));
        BookFolder.Open(scratch["book"], new("B")).Write([new BookPage("p", Notebooks.Of([cell]), scratch["nb"])]);
        var page = Pages.Read(scratch["book/p.html"]);
        Assert.Equal("files/a%20b.svg", page.QuerySelector(".rich img")!.GetAttribute("src"));
        Assert.True(File.Exists(scratch["book/files/a b.svg"]));
        Assert.Equal("it is gone", page.QuerySelector(".rich")!.TextContent);
    }

    [Fact]
    public void Html_that_needs_nothing_is_left_as_it_is()
    {
        const string Html = "<table class=\"x\"><tr><td title=\"a src=b href = 'c'\" onclick='a(\"<b src=1>\")'>1 &lt; 2</td></tr></table><script>if (a < b) { c('<img src=\"x\">'); }</script><style>a > b { }</style>";
        Assert.Equal(new HtmlParser().ParseDocument($"<div>{Html}</div>").QuerySelector("div")!.InnerHtml, Pages.OfHtml(Html).QuerySelector(".rich")!.InnerHtml);
    }

    [Theory]
    [InlineData("text/html", "<script>let a = 1;</script>", "let a = 1;")]
    [InlineData("application/javascript", "let a = '</script>';", "let a = '<\\/script>';")]
    public void A_script_of_a_cell_is_on_the_page(string type, string data, string script) =>
        Assert.Equal(script, Pages.OfData(new() { [type] = data }).QuerySelector(".rich script")!.TextContent);

    [Fact]
    public void Json_alone_is_shown_as_json() =>
        Assert.Equal("{\n  \"a\": 1\n}", Pages.OfData(new() { ["application/json"] = new JsonObject { ["a"] = 1 } }).QuerySelector("#cell-1 pre.code ~ pre.code")!.TextContent);

    [Fact]
    public void Every_colour_of_a_page_is_legible_on_what_it_stands_on()
    {
        foreach (var theme in BookStyle.Themes())
        {
            var texts = theme.Keys.Except(["--page", "--box", "--bad-box", "--line", "--mark", "--bad"]);
            foreach (var (text, behind) in from text in texts from behind in new[] { "--page", "--box" } select (text, behind))
                Assert.True(BookStyle.Contrast(theme[text], theme[behind]) >= 4.5, $"{text} on {behind}: {BookStyle.Contrast(theme[text], theme[behind]):0.00}");
            foreach (var behind in new[] { "--page", "--box", "--bad-box" }) Assert.InRange(BookStyle.Contrast(theme["--bad"], theme[behind]), 4.5, 21);
        }
    }
}
