using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using CowNotebooks.Notebooks.Book;

namespace CowNotebooks.Notebooks.Tests;

/// <summary>Pages of books, as a browser reads them.</summary>
internal static class Pages
{
    /// <summary>The page of a notebook in fixtures/book, as it is.</summary>
    public static IHtmlDocument OfFixture(string name) => Of(Notebook.Load(Fixture(name)));

    public static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "fixtures/book", $"{name}.ipynb");

    public static IHtmlDocument OfMarkdown(string source, BookOptions? options = null) => Of(Notebooks.Of([Notebooks.Markdown(source)]), options);

    /// <summary>The page of a cell that displayed this.</summary>
    public static IHtmlDocument OfData(JsonObject data, BookOptions? options = null) => OfOutputs(options, Display(data));

    public static IHtmlDocument OfHtml(string html) => OfData(new() { ["text/html"] = html });

    public static IHtmlDocument OfText(params string[] pieces) =>
        OfOutputs(null, [.. pieces.Select(piece => new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = piece })]);

    public static IHtmlDocument OfOutputs(BookOptions? options, params JsonObject[] outputs)
    {
        var cell = Notebooks.Code("1");
        cell["outputs"] = new JsonArray([.. outputs]);
        return Of(Notebooks.Of([cell]), options);
    }

    public static IHtmlDocument Of(Notebook notebook, BookOptions? options = null)
    {
        using var scratch = new Scratch();
        BookFolder.Open(scratch.Folder, options ?? new("B")).Write([new BookPage("p", notebook, scratch.Folder)]);
        return Read(scratch["p.html"]);
    }

    public static IHtmlDocument Read(string path) => new HtmlParser().ParseDocument(File.ReadAllText(path));

    public static JsonObject Display(JsonObject data) => new() { ["output_type"] = "display_data", ["data"] = data, ["metadata"] = new JsonObject() };

    public static Stream Plotly() => new MemoryStream(Encoding.UTF8.GetBytes("// plotly.js"));
}
