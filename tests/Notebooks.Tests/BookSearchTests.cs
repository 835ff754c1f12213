using System.Text.Json;
using System.Text.Json.Nodes;
using CowNotebooks.Notebooks.Book;

namespace CowNotebooks.Notebooks.Tests;

/// <summary>The text that readers of a book search, as search.js gets it.</summary>
public class BookSearchTests
{
    [Fact]
    public void Every_heading_and_every_cell_is_a_place_with_its_text()
    {
        var cell = Notebooks.Code("var a = \"<b>\";");
        cell["outputs"] = new JsonArray(Pages.Display(new() { ["text/html"] = "<table><tr><td>1</td><td>2</td></tr></table><script>let hidden;</script><svg><text>hidden</text></svg><svg/>seen" }));
        Assert.Equal(
            [
                ["a--b", "A & b", "First second."],
                ["cell-1", "A & b", "var a = \"<b>\"; 1 2 seen"],
                ["deeper", "Deeper", "More text of $x^2$."],
            ],
            Sections(Notebooks.Markdown("# A & b\n\nFirst\nsecond."), cell, Notebooks.Markdown("### Deeper\n\nMore **te**xt of $x^2$.")));
    }

    [Fact]
    public void Text_before_any_heading_is_found_at_the_top_of_the_page() =>
        Assert.Equal([["", "", "Only text"], ["caf%C3%A9", "Café", "x"]], Sections(Notebooks.Markdown("Only text\n\n# Café\n\nx")));

    [Fact]
    public void So_much_of_a_long_output_is_searched() =>
        Assert.Equal(4_000, Sections(Notebooks.Markdown($"# A\n\n{new string('x', 10_000)}"))[0][2].Length);

    [Fact]
    public void Words_in_attributes_and_ends_of_scripts_do_no_harm()
    {
        using var scratch = new Scratch();
        BookFolder.Open(scratch.Folder, new("B")).Write([new BookPage("a b", Notebooks.Of([Notebooks.Markdown("# </script><script>alert(1)</script> \u2028")]), scratch.Folder)]);
        var text = File.ReadAllText(scratch["search-text.js"]);
        Assert.DoesNotContain("</script", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u2028', text);
        Assert.Equal("a%20b.html", JsonNode.Parse(Json(text))![0]!["file"]!.ToString());
    }

    private static string[][] Sections(params JsonNode[] cells)
    {
        using var scratch = new Scratch();
        BookFolder.Open(scratch.Folder, new("B")).Write([new BookPage("p", Notebooks.Of(cells), scratch.Folder)]);
        return JsonNode.Parse(Json(File.ReadAllText(scratch["search-text.js"])))![0]!["sections"].Deserialize<string[][]>()!;
    }

    private static string Json(string script) => script["globalThis.bookText = ".Length..].TrimEnd().TrimEnd(';');
}
