using System.Diagnostics;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CowNotebooks.Notebooks.Book;
using CowNotebooks.Tests;

namespace CowNotebooks.Notebooks.Tests;

public class BookDrawingTests
{
    private const string Widgets = """
        <div class="mermaidMarkdownContainer"><link rel="stylesheet" href="https://cdn.example/all.min.css"><div id="x"></div>
        <script type="module">import mermaid from 'https://cdn.example/mermaid.esm.min.mjs';
        const {svg} = await mermaid.mermaidAPI.render( 'y', `graph LR
        A["\`q\`"]-->B`, document.getElementById('x'));</script></div>
        """;

    [Fact]
    public void A_diagram_is_its_source_whether_it_is_markdown_or_an_output()
    {
        Assert.Equal(["graph LR; A-->B"], Diagrams(Pages.OfFixture("mermaid-fence")));
        Assert.Equal(["graph LR; <A>"], Diagrams(Pages.OfData(new() { ["text/vnd.mermaid"] = "graph LR; <A>\n", ["text/plain"] = "x" })));
        Assert.Equal(["graph LR\nA[\"`q`\"]-->B"], Diagrams(Pages.OfHtml(Widgets)));
    }

    [Fact]
    public void What_draws_is_found_beside_the_notebook_or_above_it_and_in_the_path_of_node()
    {
        using var scratch = new Scratch();
        var katex = Katex(scratch, "node_modules/katex/dist");
        var mermaid = scratch.Write("a/node_modules/mermaid/dist/mermaid.min.js", "");
        Directory.CreateDirectory(scratch["a/b"]);
        Assert.Equal(new DrawingScripts(katex, mermaid), DrawingScripts.Find(scratch["a/b"]));
        // A folder without what is needed is passed over.
        Directory.CreateDirectory(scratch["a/node_modules/katex/dist"]);
        Assert.Equal(katex, DrawingScripts.Find(scratch["a"]).Katex);
        Assert.NotEqual(mermaid, DrawingScripts.Find(scratch.Folder).Mermaid);
    }

    [Fact]
    public void What_a_page_needs_is_copied_into_the_book_and_only_that_page_loads_it()
    {
        using var scratch = new Scratch();
        var drawing = new DrawingScripts(Katex(scratch, "katex"), scratch.Write("mermaid.min.js", "// mermaid"));
        BookPage Page(string name, string markdown) => new(name, Notebooks.Of([Notebooks.Markdown(markdown)]), scratch.Folder);
        BookFolder.Open(scratch["none"], new("B", Drawing: drawing)).Write([Page("a", "Text")]);
        Assert.Equal(["a.html", "book.css", "book.js", "index.html", "reader.js", "search-text.js", "search.js"], Files(scratch["none"]));

        BookFolder.Open(scratch["book"], new("B", Pages.Plotly, drawing)).Write([Page("a", "$x$"), Page("b", "```mermaid\ngraph LR\n```"), Page("c", "Text"), Page("d", "$$y$$")]);
        Assert.Equal(
            ["a.html", "b.html", "book.css", "book.js", "c.html", "d.html", "index.html", "katex/fonts/a.woff2",
                "katex/katex.min.css", "katex/katex.min.js", "mermaid.min.js", "plotly.js", "reader.js", "search-text.js", "search.js"],
            Files(scratch["book"]));
        Assert.Equal(["katex/katex.min.css", "katex/katex.min.js", "book.js"], Loaded(scratch["book/a.html"]));
        Assert.Equal(["mermaid.min.js", "book.js"], Loaded(scratch["book/b.html"]));
        Assert.Empty(Loaded(scratch["book/c.html"]));
        Assert.Equal(Loaded(scratch["book/a.html"]), Loaded(scratch["book/d.html"]));
    }

    [Fact]
    public void Without_katex_a_picture_of_a_formula_is_better_than_its_source()
    {
        using var scratch = new Scratch();
        JsonObject Data() => new() { ["text/latex"] = "$x$", ["image/png"] = "eA==" };
        Assert.NotNull(Pages.OfData(Data()).QuerySelector("figure img"));
        Assert.NotNull(Pages.OfData(Data(), new("B", Drawing: new(Katex(scratch, "katex"), null))).QuerySelector(".formula"));
    }

    [Fact]
    public void A_browser_draws_formulas_without_network_and_leaves_what_is_none_as_it_is()
    {
        var katex = DrawingScripts.Find().Katex;
        Requires.That(katex is not null, "KaTeX is not installed. Debian: apt-get install libjs-katex");
        var page = Drawn(new(katex, null),
            Notebooks.Markdown("$x*y*z$\n\n$$\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}$$\n\n\\(e^x\\) and \\[\\sum_i i\\]\n\n\\begin{align}a\\end{align}\n\n$\\nothing{$"));
        Assert.Equal(5, page.QuerySelectorAll(".formula.drawn .katex-html").Length);
        Assert.Equal(3, page.QuerySelectorAll(".formula.drawn .katex-display").Length);
        var left = page.QuerySelector(".formula:not(.drawn)")!;
        Assert.Equal("$\\nothing{$", left.TextContent);
        Assert.Contains("KaTeX", left.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_browser_draws_diagrams_without_network_and_leaves_what_is_none_as_it_is()
    {
        var mermaid = DrawingScripts.Find().Mermaid;
        Requires.That(mermaid is not null, "mermaid is not installed. npm install --prefix FOLDER mermaid, and NODE_PATH=FOLDER/node_modules");
        var cell = Notebooks.Code("1");
        cell["outputs"] = new JsonArray(Pages.Display(new() { ["text/html"] = "<script>const dark = 1, diagrams = 2;</script>" }),
            Pages.Display(new() { ["text/html"] = Widgets.Replace("\\`", "", StringComparison.Ordinal) }));
        var page = Drawn(new(null, mermaid), cell, Notebooks.Markdown("```mermaid\ngraph LR; A[parent]-->B[child]\n```\n\n```mermaid\nno diagram\n```"));
        Assert.Equal(["q B", "parent child"], page.QuerySelectorAll(".mermaid.drawn")
            .Select(diagram => string.Join(' ', diagram.QuerySelectorAll("svg .nodeLabel").Select(label => label.TextContent.Trim()))));
        Assert.Equal("no diagram", page.QuerySelector(".mermaid:not(.drawn)")!.TextContent);
    }

    [Fact]
    public void Nothing_long_widens_a_page_on_a_narrow_screen()
    {
        var word = new string('w', 400);
        var text = Notebooks.Code($"var {word} = 1;");
        text["outputs"] = new JsonArray(
            new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = word },
            new JsonObject { ["output_type"] = "error", ["ename"] = "E", ["evalue"] = word, ["traceback"] = new JsonArray(word) },
            Pages.Display(new() { ["text/plain"] = word }),
            Pages.Display(new() { ["text/html"] = $"<table><tr><td>{word}</td></tr></table>{word}" }),
            Pages.Display(new() { ["image/svg+xml"] = "<svg xmlns='http://www.w3.org/2000/svg' width='3000' height='10'/>" }),
            Pages.Display(new() { ["text/html"] = "<script>addEventListener('load', () => { document.body.title = `${document.documentElement.scrollWidth} of ${innerWidth}`; })</script>" }));
        var page = Drawn(
            DrawingScripts.Find(),
            Notebooks.Markdown($"# {word}\n\n{word} `{word}` https://example.org/{word} ${word}$\n\n$${word}+{word}$$\n\n```\n{word}\n```\n\n| a | b |\n|---|---|\n| {word} | x |\n\n> {word}\n\n- {word}"),
            Notebooks.Markdown($"<table border=1><tr><td>{word}</td></tr></table>\n\n<div><table><tr><td>{word}</td></tr></table></div>"),
            text);
        var widths = page.Body!.GetAttribute("title")!.Split(" of ").Select(int.Parse).ToList();
        Assert.InRange(widths[0], 1, widths[1]);
        Assert.InRange(widths[1], 1, 600);
    }

    private static string Katex(Scratch scratch, string folder)
    {
        foreach (var file in new[] { "katex.min.js", "katex.min.css", "fonts/a.woff2", "fonts/a.ttf" }) scratch.Write($"{folder}/{file}", "");
        return scratch[folder];
    }

    private static IEnumerable<string> Diagrams(IHtmlDocument page) => page.QuerySelectorAll("pre.mermaid").Select(diagram => diagram.TextContent);

    private static IEnumerable<string> Files(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Loaded(string page) =>
        Pages.Read(page).QuerySelectorAll("head script[src], head link[rel=stylesheet]")
            .Select(file => (file.GetAttribute("src") ?? file.GetAttribute("href"))!).Except(["book.css", "reader.js", "search.js"]);

    // The page as it is when its scripts have run.
    private static IHtmlDocument Drawn(DrawingScripts drawing, params JsonNode[] cells)
    {
        using var scratch = new Scratch();
        BookFolder.Open(scratch["book"], new("B", Drawing: drawing)).Write([new BookPage("p", Notebooks.Of(cells), scratch.Folder)]);
        var chromium = Requires.Program("Debian: apt-get install chromium", "chromium");
        using var browser = Process.Start(new ProcessStartInfo(chromium,
            ["--headless", "--no-sandbox", "--disable-gpu", "--window-size=500,2000",
                $"--user-data-dir={scratch["profile"]}", "--virtual-time-budget=30000", "--dump-dom", $"file://{scratch["book/p.html"]}"])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = browser.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var page = browser.StandardOutput.ReadToEnd();
        Assert.True(browser.WaitForExit(Engines.Limit), "The browser did not end.");
        Assert.True(browser.ExitCode == 0, errors.Result);
        return new HtmlParser().ParseDocument(page);
    }
}
