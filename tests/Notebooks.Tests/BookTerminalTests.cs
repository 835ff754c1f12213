using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace CowNotebooks.Notebooks.Tests;

public partial class BookTerminalTests
{
    [Theory]
    [InlineData("bb\rc\n", "cb")]
    [InlineData("12345\b\b\bxy\n", "12xy5")]
    [InlineData("10 %\r20 %\rdone\nend", "done\nend")]
    [InlineData("a\r\nb\r\n", "a\nb")]
    [InlineData("kept\r", "kept")]
    [InlineData("long text\rshort\e[K", "short")]
    [InlineData("long text\r\e[2Kx", "x")]
    [InlineData("one\ntwo\n\e[2Aonly\n", "only\ntwo")]
    [InlineData("a\e[3Cb", "a   b")]
    [InlineData("abc\e[2Dx\e[1Gy", "yxc")]
    [InlineData("\b\b\e[9A\e[9Dx", "x")]
    [InlineData("\e]0;title\aend \e]8;;http://x\e\\link\e]8;;\e\\", "end link")]
    [InlineData("\e[?25lx\e[?25h\e(B\e7\e8\e[999zy\e[12", "xy")]
    [InlineData("\e[2147483647Cx\e[99999999999999Ay", "y")]
    [InlineData("a\u0301\u0301bc\b\b\bx", "xbc")]
    [InlineData("<b>\e[31m<i>\e[0m&", "<b><i>&")]
    public void Text_is_shown_as_a_terminal_would_end_up_and_nothing_in_it_is_markup(string written, string shown)
    {
        var page = Pages.OfText(written);
        var text = page.QuerySelector("pre.stdout")!.TextContent;
        Assert.EndsWith(shown, text, StringComparison.Ordinal);
        Assert.InRange(text.Length, shown.Length, 2_000);
        Assert.Empty(page.QuerySelectorAll("pre.stdout b, pre.stdout i"));
    }

    [Fact]
    public void What_a_cell_wrote_in_pieces_is_one_text()
    {
        Assert.Equal("100 %\nred", Pages.OfText("10 %", "\r 50 %", "\r100 %\n\e[31m", "red").QuerySelector("pre.stdout")!.TextContent);
        var between = new JsonObject { ["output_type"] = "stream", ["name"] = "stderr", ["text"] = "warning" };
        var page = Pages.OfOutputs(null, Piece("a"), Piece("b"), between, Piece("c"));
        Assert.Equal(["ab", "warning", "c"], page.QuerySelectorAll("pre.stream").Select(text => text.TextContent));
    }

    [Theory]
    [InlineData("\e[1mx", "font-weight: bold")]
    [InlineData("\e[3;4mx", "font-style: italic; text-decoration: underline")]
    [InlineData("\e[4;9mx", "text-decoration: underline line-through")]
    [InlineData("\e[41mx", "color: #ffffff; background: #cd0000")]
    [InlineData("\e[103mx", "color: #000000; background: #ffff00")]
    [InlineData("\e[48;5;21mx", "color: #ffffff; background: #0000ff")]
    [InlineData("\e[48;5;232mx", "color: #ffffff; background: #080808")]
    [InlineData("\e[48;2;1;2;3mx", "color: #ffffff; background: #010203")]
    [InlineData("\e[48:2::1:2:3mx", "color: #ffffff; background: #010203")]
    [InlineData("\e[48:5:21;1mx", "color: #ffffff; background: #0000ff; font-weight: bold")]
    [InlineData("\e[38;2;255;255;255;44mx", "color: #ffffff; background: #0000ee")]
    [InlineData("\e[7mx", "color: var(--page); background: var(--text)")]
    [InlineData("\e[7;31mx", "color: #ffffff; background: #cd0000")]
    [InlineData("\e[7;41mx", "color: light-dark(#e16666,#cd0000); background: var(--text)")]
    [InlineData("\e[31;1;4mx\e[0my", "color: light-dark(#cd0000")]
    public void Colours_and_bold_and_underlined_text_are_shown(string written, string css) =>
        Assert.StartsWith(Compact(css), Compact(Styled(Pages.OfText(written)).First().GetAttribute("style")!), StringComparison.Ordinal);

    [Theory]
    [InlineData("\e[31mx\e[0my")]
    [InlineData("\e[1;31mx\e[my")]
    [InlineData("\e[1mx\e[22my")]
    [InlineData("\e[4mx\e[24my")]
    [InlineData("\e[44;32mx\e[39;49my")]
    [InlineData("\e[7mx\e[27my")]
    [InlineData("\e[38;5;1mx\e[99;39my")]
    public void A_style_ends_where_it_is_taken_back(string written) => Assert.Equal(["x"], Styled(Pages.OfText(written)).Select(text => text.TextContent));

    [Theory]
    [InlineData("\e[2mx")]
    [InlineData("\e[38;5;300mx")]
    [InlineData("\e[38;2;1;2mx")]
    [InlineData("\e[38mx")]
    [InlineData("\e[?1mx")]
    [InlineData("\e[99999999999mx")]
    public void What_is_no_style_changes_nothing(string written) => Assert.Empty(Styled(Pages.OfText(written)));

    [Fact]
    public void The_traceback_of_an_error_has_its_colours()
    {
        var page = Pages.OfOutputs(null, new JsonObject { ["output_type"] = "error", ["ename"] = "E", ["evalue"] = "v", ["traceback"] = new JsonArray("\e[36mcell:1\e[0m", "E: v") });
        Assert.Equal("cell:1\nE: v", page.QuerySelector("pre.failure")!.TextContent);
        Assert.Equal("cell:1", page.QuerySelector("pre.failure span")!.TextContent);
    }

    [Fact]
    public async Task What_a_cell_of_csharp_writes_is_shown_so_too()
    {
        foreach (var (name, shown) in new[] { ("ansi", "red plain"), ("overwritten", "cb\n12xy5") })
        {
            var run = await NotebookRunner.RunAsync(Notebook.Load(Pages.Fixture(name)), Notebooks.Fixtures, Engines.Limit, cancel: TestContext.Current.CancellationToken);
            Assert.Equal(shown, Pages.Of(run.Executed).QuerySelector("pre.stdout")!.TextContent);
        }
    }

    [Fact]
    public void Every_colour_is_legible_on_light_and_on_dark_pages()
    {
        var themes = BookStyle.Themes();
        var all = string.Concat(Enumerable.Range(0, 256).Select(index => $"\e[38;5;{index}mx{index}\e[0m "));
        var colours = Styled(Pages.OfText(all)).Select(text => LightDark().Match(Compact(text.GetAttribute("style")!))).ToList();
        Assert.Equal(256, colours.Count);
        foreach (var colour in colours)
        {
            Assert.True(colour.Success);
            for (var theme = 0; theme < 2; theme++)
            {
                foreach (var behind in new[] { "--page", "--bad-box" }) Assert.InRange(BookStyle.Contrast(colour.Groups[theme + 1].Value, themes[theme][behind]), 4.5, 21);
            }
        }
    }

    [Fact]
    public void Text_in_one_colour_on_another_is_legible()
    {
        var pairs = from text in Enumerable.Range(30, 8) from back in Enumerable.Range(40, 8) select $"\e[{text};{back}m{text} {back}\e[0m ";
        foreach (var css in Styled(Pages.OfText(string.Concat(pairs))).Select(text => Compact(text.GetAttribute("style")!)))
        {
            var both = Both().Match(css);
            Assert.InRange(BookStyle.Contrast(both.Groups[1].Value, both.Groups[2].Value), 4.5, 21);
        }
    }

    private static IEnumerable<IElement> Styled(IHtmlDocument page) => page.QuerySelectorAll("pre.stdout span[style]");

    private static JsonObject Piece(string text) => new() { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = text };

    private static string Compact(string css) => css.Replace(": ", ":", StringComparison.Ordinal).Replace("; ", ";", StringComparison.Ordinal);

    [GeneratedRegex("^color:light-dark\\((#[0-9a-f]{6}),(#[0-9a-f]{6})\\)$")]
    private static partial Regex LightDark();

    [GeneratedRegex("^color:(#[0-9a-f]{6});background:(#[0-9a-f]{6})$")]
    private static partial Regex Both();
}
