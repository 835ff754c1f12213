using System.Text.RegularExpressions;
using System.Xml.Linq;
using CowNotebooks.Lab;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Tests.Interactive;

/// <summary>How a run, and what else a laboratory measures, is shown by itself.</summary>
public sealed partial class StripTests : IDisposable
{
    private const int MostBytes = 100_000;
    private readonly Engine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("for i in long_list: pass")]
    [InlineData("import gc; gc.collect(); [[i] for i in long_list]")]
    [InlineData("1 / 0")]
    public async Task The_strip_is_small_is_drawn_without_a_script_and_counts_every_page(string cell)
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());
        await _engine.RunAsync("#!parent\nlong_list = list(range(Size))");

        var shown = (await _engine.TryAsync($"#!child\n{cell}")).Picture;

        var html = shown["text/html"];
        Assert.InRange(html.Length, 1, MostBytes);
        var picture = WithoutScripts(html).Descendants().Single(element => element.Name.LocalName == "svg");
        var pages = lab.LastRun!.Pages!;
        var legend = (string)picture.Attribute("aria-label")!;
        Assert.Equal(pages.Copied.Count, Counts(legend, "copied, identical") + Counts(legend, "copied, differing"));
        Assert.Equal(pages.New.Count, Counts(legend, "new"));
        var hints = picture.Descendants().Where(element => element.Name.LocalName == "title").Select(title => title.Value).ToList();
        Assert.Equal(pages.Copied.Count, hints.Sum(hint => Counts(hint, "copied, identical") + Counts(hint, "copied, differing")));
        Assert.Equal(Columns(picture), picture.Descendants()
            .Where(element => element.Name.LocalName == "rect" && element.Elements().Any(hint => hint.Name.LocalName == "title")).Sum(rect => (int)rect.Attribute("width")!));
        Assert.All(hints, hint => Assert.Matches("^[0-9a-f]+–[0-9a-f]+: [0-9]", hint));
    }

    [Fact]
    public async Task In_a_terminal_the_strip_is_one_line_of_at_most_80_blocks()
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());
        await _engine.RunAsync("#!parent\nlong_list = list(range(Size))");

        var text = (await _engine.RunAsync("#!child\nfor i in long_list: pass")).Picture["text/plain"];

        var strip = Assert.Single(text.Split('\n'), line => BlocksOnly().IsMatch(line));
        Assert.InRange(strip.Length, 40, 80);
        // Most of this heap was copied, and no byte differs.
        Assert.Contains("▓▓▓▓▓▓▓▓▓▓", strip, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_a_laboratory_measures_shows_itself_small_and_readable()
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());
        await _engine.RunAsync("#!parent\nlong_list = list(range(Size))\n'<b>'");
        await _engine.RunAsync("#!child\nprint('<i>')\nsum(long_list)");
        var child = lab.Child!;
        var report = await Experiment.RunAsync(Runtime.CPython(), Heap.Integers(10_000), Workload.Iterate, cancel: TestContext.Current.CancellationToken);
        var family = Attach.To(child.Pid, TestContext.Current.CancellationToken);
        object[] all = [lab.LastRun!, report, family, family.Of(child.Pid), new Sharing(1, lab.Measure(), child.Measure()), lab.Measure(), Sizing.DeepSize.Of(new int[100])];

        Assert.All(all, value =>
        {
            string[] types = [.. Formatter.GetPreferredMimeTypesFor(value.GetType())];
            Assert.Equal(["text/html", "text/plain"], types);
            Assert.All(types, type => Assert.InRange(value.ToDisplayString(type).Length, 40, MostBytes));
            Assert.DoesNotContain("dni-treeview", value.ToDisplayString("text/html"), StringComparison.Ordinal);
        });
        Assert.Contains("&lt;i&gt;", lab.LastRun!.ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.Contains("4999950000", lab.LastRun!.ToDisplayString("text/plain"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_family_has_a_table_and_a_strip_for_each_member_that_counts_its_anonymous_pages()
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());
        await _engine.RunAsync("#!parent\nlong_list = list(range(Size))");
        await _engine.RunAsync("#!child\nfor i in long_list: pass");

        var family = Attach.To(lab.ParentPid, TestContext.Current.CancellationToken);

        var (shownHtml, shownText) = (family.ToDisplayString("text/html"), family.ToDisplayString("text/plain"));
        var child = family.Of(lab.Child!.Pid);
        Assert.InRange(shownHtml.Length, 1, 2 * MostBytes);
        var html = WithoutScripts(shownHtml);
        var pictures = html.Descendants().Where(element => element.Name.LocalName == "svg").Select(picture => (string)picture.Attribute("aria-label")!).ToList();
        Assert.Equal(family.Members.Count, pictures.Count);
        Assert.Equal(child[MemberFigures.PrivateIdentical], Counts(pictures[1], "private, identical"));
        Assert.Equal(child[MemberFigures.PrivateDifferent], Counts(pictures[1], "private, different"));
        Assert.Equal(child.Outline.Sum(part => part.Counts.Total), Regex.Matches(pictures[1], @"(\d[\d,]*) [a-z]")
            .Sum(match => long.Parse(match.Groups[1].Value.Replace(",", "", StringComparison.Ordinal))));
        var lines = shownText.Split('\n');
        Assert.Equal(family.Members.Count, lines.Count(line => FamilyBlocksOnly().IsMatch(line)));
        Assert.All(lines.Where(line => !line.Contains(':', StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 140));
        Assert.Contains($"{child.Pid} child", shownText, StringComparison.Ordinal);
    }

    // Well-formed without scripts and styles, so it can be read as XML; and that is what shows where scripts do not run.
    private static XElement WithoutScripts(string html) => XElement.Parse(Regex.Replace(html, @"<(script|style)\b.*?</\1>", "", RegexOptions.Singleline));

    private static long Counts(string text, string kind) =>
        Regex.Match(text, $@"([\d,]+) {kind}") is { Success: true } match ? long.Parse(match.Groups[1].Value.Replace(",", "", StringComparison.Ordinal)) : 0;

    private static int Columns(XElement picture) => int.Parse(((string)picture.Attribute("viewBox")!).Split(' ')[2]);

    [GeneratedRegex("^[░▒▄▓█]+$")]
    private static partial Regex BlocksOnly();

    [GeneratedRegex("^[░▒▄▓█▐▁]+$")]
    private static partial Regex FamilyBlocksOnly();
}
