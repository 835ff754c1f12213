using System.Text.RegularExpressions;
using System.Xml.Linq;
using CowNotebooks.Lab;
using CowNotebooks.Show;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Tests.Show;

/// <summary>What is left of pictures, charts and strips in a front end that does not trust the notebook.</summary>
public sealed partial class TrustTests
{
    // Of what is used here these are on the lists of JupyterLab and Jupyter Notebook; of other elements the text is left, of these two not even that.
    private static readonly string[] Elements = ["div", "span", "img", "i", "pre"], Attributes = ["class", "hidden", "style", "alt", "src", "title"], Dropped = ["script", "style"];

    [Fact]
    public async Task An_image_says_the_same_as_the_drawing_and_no_text_of_the_drawing_is_left()
    {
        var run = (await Experiment.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(20_000), Workload.Hash, cancel: TestContext.Current.CancellationToken)).Run;

        foreach (var shown in new object[] { Picture.Fork(2), Picture.PageTables(run), Chart.Growth(run), Chart.PageMap(run) })
        {
            var output = Sanitized(shown.ToDisplayString("text/html"));
            var image = Assert.Single(Visible(output).OfType<XElement>(), element => element.Name == "img");

            Assert.Equal(XDocument.Parse(shown.ToDisplayString("image/svg+xml")).ToString(), ImageOf(image).ToString());
            // XML reads a line break in an attribute as a space.
            Assert.Equal(shown.ToString()!.ReplaceLineEndings(" "), image.Attribute("alt")!.Value);
            Assert.DoesNotContain(Visible(output).OfType<XText>(), text => !string.IsNullOrWhiteSpace(text.Value));
        }
    }

    [Fact]
    public async Task A_page_strip_is_an_image_in_the_colours_of_the_strip_beside_its_words()
    {
        var run = (await Experiment.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(20_000), Workload.Hash, cancel: TestContext.Current.CancellationToken)).Run;
        var html = Strip.Html(run);
        var output = Sanitized(html);
        var image = ImageOf(Assert.Single(Visible(output).OfType<XElement>(), element => element.Name == "img"));

        Assert.Equal(
            Regex.Matches(Regex.Match(html, "<svg class=\"cow-picture\".*?</svg>").Value, " d=\"([^\"]*)\"").Select(path => path.Groups[1].Value),
            image.Descendants().Where(element => element.Attribute("d") is not null).Select(element => element.Attribute("d")!.Value));
        Assert.Equal(run.ToString(), Visible(output).OfType<XText>().First(text => !string.IsNullOrWhiteSpace(text.Value)).Value);
        // The hints of the strip would be a heap of words.
        Assert.DoesNotContain(Visible(output).OfType<XText>(), text => Regex.IsMatch(text.Value, "^[0-9a-f]+–[0-9a-f]+"));
    }

    [Fact]
    public void The_style_of_a_trusted_output_shows_its_drawing_and_leaves_the_image_of_one_that_is_not_trusted()
    {
        var html = Picture.Fork(1).ToDisplayString("text/html");
        var selectors = Regex.Matches(Regex.Match(html, "<style>(.*?)</style>").Groups[1].Value, "[^{}]+(?={)").Select(match => match.Value).ToList();

        Assert.NotEmpty(selectors);
        // The attribute that a front end takes away.
        Assert.All(selectors, selector => Assert.StartsWith(".cow-drawn[role]", selector, StringComparison.Ordinal));
        Assert.Contains("class=\"cow-drawn\" role=", html, StringComparison.Ordinal);
        Assert.Empty(Sanitized(html).DescendantsAndSelf().Attributes("role"));
    }

    private static XElement Sanitized(string html)
    {
        foreach (var name in Dropped) html = Regex.Replace(html, $"<{name}.*?</{name}>", "", RegexOptions.Singleline);
        return XElement.Parse($"<div>{Tag().Replace(html, tag => Elements.Contains(tag.Groups[1].Value) ? AttributeOf().Replace(tag.Value, one => Attributes.Contains(one.Groups[1].Value) && one.Groups[2].Length > 0 ? one.Value : "") : "")}</div>");
    }

    private static IEnumerable<XNode> Visible(XElement output) => output.DescendantNodes().Where(node => node.Ancestors().All(element => element.Attribute("hidden") is null));

    private static XElement ImageOf(XElement image)
    {
        const string start = "data:image/svg+xml,";
        Assert.StartsWith(start, image.Attribute("src")!.Value, StringComparison.Ordinal);
        return XElement.Parse(Uri.UnescapeDataString(image.Attribute("src")!.Value[start.Length..]));
    }

    [GeneratedRegex("""</?([a-zA-Z]+)(?:"[^"]*"|'[^']*'|[^>"'])*>""")]
    private static partial Regex Tag();

    [GeneratedRegex("""\s([a-zA-Z-]+)=(?:"(?<2>[^"]*)"|'(?<2>[^']*)')""")]
    private static partial Regex AttributeOf();
}
