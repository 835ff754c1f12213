using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CowNotebooks.Lab;
using CowNotebooks.Show;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Tests.Show;

public sealed class ChartTests
{
    private const string Plotly = "application/vnd.plotly.v1+json";

    private static readonly Report Guessed = Samples.Report("refcount", "5990\n# copiedPages: 5991");

    public static TheoryData<string> All => [.. Charts.Keys];

    private static Dictionary<string, Func<Chart>> Charts { get; } = new()
    {
        ["growth"] = () => Chart.Growth(Samples.Report()),
        ["growth of a run"] = () => Chart.Growth(Samples.Report().Run),
        ["faults"] = () => Chart.MinorFaults(Samples.Report()),
        ["compare"] = () => Chart.Compare(Samples.Report(), Samples.Report("print", ""), Samples.Report()),
        ["compare, with a guess"] = () => Chart.Compare([Samples.Report(), Guessed], 5000, Guessed),
        ["sweep, with a guess"] = () => Chart.Sweep("numbers written", [Guessed, Samples.Report("refcount", "5990\n# copiedPages: 6000")], guess: 5000),
        ["sizes, with a guess"] = () => Chart.Sizes([Samples.Report(), Samples.Report()], guess: 5000),
        ["comparison"] = () => Chart.Compare(Samples.Comparison()),
        ["sharing"] = () => Chart.Sharing(Samples.Sharing()),
        ["workers"] = () => Chart.Workers(Samples.Workers()),
        ["what if"] = () => Chart.WhatIf(Samples.WhatIf()),
        ["deep sizes"] = () => Chart.DeepSizes(Samples.Report(), Samples.Report("print", "")),
        ["sizes"] = () => Chart.Sizes([Samples.Report(), Samples.Report()]),
        ["sweep"] = () => Chart.Sizes([Samples.Report(), Samples.Report(), Samples.Report("print", ""), Samples.Report("print", "")], "every n-th box (count)"),
        ["agreement"] = () => Chart.Agreement(Samples.Comparison().Rows[0].Report!),
    };

    [Theory]
    [MemberData(nameof(All))]
    public void A_figure_has_traces_a_title_a_legend_and_axes_with_units(string name)
    {
        var figure = JsonNode.Parse(Charts[name]().ToDisplayString(Plotly))!;

        Assert.NotEmpty(figure["data"]!.AsArray());
        Assert.All(figure["data"]!.AsArray(), trace =>
        {
            Assert.NotEmpty(trace!["y"]!.AsArray());
            Assert.Equal(trace["x"]!.AsArray().Count, trace["y"]!.AsArray().Count);
            Assert.False(string.IsNullOrEmpty(trace["name"]!.ToString()));
        });
        Assert.False(string.IsNullOrEmpty(figure["layout"]!["title"]!["text"]!.ToString()));
        Assert.True((bool)figure["layout"]!["showlegend"]!);
        Assert.Matches(@"\((MB|count|.*count)\)", figure["layout"]!["yaxis"]!["title"]!["text"]!.ToString());
        Assert.Matches(@"\((%|count)\)|workload|heap|setting", figure["layout"]!["xaxis"]!["title"]!["text"]!.ToString());
    }

    [Theory]
    [InlineData("compare, with a guess", "5,000")]
    [InlineData("sweep, with a guess", "5,000")]
    [InlineData("sizes, with a guess", "19.53")]
    public void A_reader_s_guess_is_marked(string name, string guess)
    {
        var chart = Charts[name]();
        var trace = JsonNode.Parse(chart.Json)!["data"]!.AsArray().Single(trace => trace!["name"]!.ToString() == "your guess")!;

        Assert.All(trace["y"]!.AsArray(), y => Assert.Equal(double.Parse(guess, CultureInfo.InvariantCulture), (double)y!, 0.01));
        Assert.Contains("stroke-dasharray=\"3 5\"", chart.ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.Matches($"your guess: .*{Regex.Escape(guess)}", chart.ToString());
    }

    [Fact]
    public void A_guess_stands_beside_the_experiment_that_it_is_of_and_nowhere_else()
    {
        var chart = Chart.Compare([Samples.Report(), Guessed, Samples.Report()], 5000, Guessed);

        Assert.Equal(["refcount (2)"], JsonNode.Parse(chart.Json)!["data"]!.AsArray().Single(trace => trace!["name"]!.ToString() == "your guess")!["x"]!.AsArray().Select(x => x!.ToString()));
        Assert.DoesNotContain("your guess", Chart.Compare([Guessed], null, Guessed).ToString(), StringComparison.Ordinal);
        Assert.Contains("not in the chart", Assert.Throws<LabUsageException>(() => Chart.Compare([Samples.Report()], 5000, Guessed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_workload_of_a_sweep_has_a_line_and_a_prediction_of_its_own_over_what_was_changed()
    {
        var chart = Chart.Sizes([Samples.Report(), Samples.Report(), Samples.Report("iterate"), Samples.Report("print", "")], "every n-th box is locked (n)");
        var figure = JsonNode.Parse(chart.Json)!;

        Assert.Equal(
            ["USS, refcount", "predicted, refcount", "USS, iterate", "predicted, iterate", "USS, print"],
            figure["data"]!.AsArray().Select(trace => trace!["name"]!.ToString()));
        Assert.Equal([2, 2, 1, 1, 1], figure["data"]!.AsArray().Select(trace => trace!["x"]!.AsArray().Count));
        var measured = figure["data"]!.AsArray().Where(trace => trace!["name"]!.ToString().StartsWith("USS", StringComparison.Ordinal));
        Assert.Equal(3, measured.Select(trace => trace!["line"]!["color"]!.ToString()).Distinct().Count());
        Assert.Equal("every n-th box is locked (n)", figure["layout"]!["xaxis"]!["title"]!["text"]!.ToString());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Html_fetches_nothing_and_carries_no_copy_of_plotly(string name)
    {
        var html = Charts[name]().ToDisplayString("text/html");

        Assert.Contains("Plotly.newPlot", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html.Replace("xmlns=\"http://www.w3.org/2000/svg\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        // The image for those who do not trust the notebook.
        Assert.StartsWith("src='data:", Assert.Single(Regex.Matches(html, "src=.{6}")).Value, StringComparison.Ordinal);
        Assert.DoesNotContain("plotly.js v", html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 1, 50_000);
        Assert.Equal(html, Charts[name]().ToDisplayString("text/html"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Html_holds_a_wide_and_a_narrow_picture_without_ids_and_the_summary_in_words(string name)
    {
        var chart = Charts[name]();
        var html = chart.ToDisplayString("text/html");
        var place = XDocument.Parse(Regex.Match(html, "<div class=\"cow-chart .*?</div>", RegexOptions.Singleline).Value).Root!;

        Assert.Equal("img", place.Attribute("role")!.Value);
        // XML reads a line break in an attribute as a space.
        Assert.Equal(chart.ToString().ReplaceLineEndings(" "), place.Attribute("aria-label")!.Value);
        Assert.Equal(["0 0 720", "0 0 360"], place.Elements().Select(picture => picture.Attribute("viewBox")!.Value[..7]));
        Assert.All(place.Elements(), picture => Assert.Equal("true", picture.Attribute("aria-hidden")!.Value));
        Assert.Empty(place.DescendantsAndSelf().Attributes("id"));
        Assert.All(place.Elements(), picture => Assert.Equal("currentColor", picture.Attribute("fill")!.Value));
        Assert.All(place.Descendants().Attributes().Where(colour => colour.Name.LocalName is "fill" or "stroke"), colour => Assert.Matches("none|currentColor|#[0-9A-F]{6}", colour.Value));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_picture_alone_says_what_it_shows_and_has_a_ground_that_is_dark_where_the_reader_wants_it(string name)
    {
        var chart = Charts[name]();
        var picture = Alone(chart);

        Assert.Equal("svg", picture.Name.LocalName);
        Assert.InRange(picture.ToString(SaveOptions.DisableFormatting).Length, 1, 20_000);
        Assert.Equal("img", picture.Attribute("role")!.Value);
        Assert.Equal(chart.ToString(), picture.Attribute("aria-label")!.Value);
        Assert.Contains("@media(prefers-color-scheme:dark)", picture.Elements().Single(element => element.Name.LocalName == "style").Value, StringComparison.Ordinal);
        Assert.DoesNotContain(picture.Descendants(), element => element.Name.LocalName is "script" or "image");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_picture_has_the_title_the_units_the_legend_and_a_mark_in_the_colour_of_each_series(string name)
    {
        var (figure, picture) = (JsonNode.Parse(Charts[name]().Json)!, Alone(Charts[name]()));
        var texts = string.Join(' ', picture.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value));

        Assert.Contains(figure["layout"]!["title"]!["text"]!.ToString(), texts, StringComparison.Ordinal);
        Assert.Contains(figure["layout"]!["xaxis"]!["title"]!["text"]!.ToString(), texts, StringComparison.Ordinal);
        Assert.Contains(figure["layout"]!["yaxis"]!["title"]!["text"]!.ToString(), texts, StringComparison.Ordinal);
        Assert.All(figure["data"]!.AsArray(), trace =>
        {
            Assert.Contains(trace!["name"]!.ToString(), texts, StringComparison.Ordinal);
            // In the legend, and in the chart itself.
            var colour = (trace["line"] ?? trace["marker"])!["color"]!.ToString();
            Assert.True(picture.Descendants().Attributes().Count(attribute => attribute.Name.LocalName is "fill" or "stroke" && attribute.Value == colour) >= 2, $"{trace["name"]}: {picture}");
        });
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_pointer_finds_each_figure_of_each_series_and_a_missing_one_is_a_dash(string name)
    {
        var (figure, picture) = (JsonNode.Parse(Charts[name]().Json)!, InPage(Charts[name]()));
        List<string> hints = [.. picture.Descendants().Where(element => element.Name.LocalName == "title").Select(title => title.Value)];

        foreach (var trace in figure["data"]!.AsArray())
        {
            if (trace!["line"]?["dash"] is not null && trace["x"]![0] is JsonValue at && at.GetValueKind() == System.Text.Json.JsonValueKind.Number) continue;
            foreach (var (x, y) in trace["x"]!.AsArray().Zip(trace["y"]!.AsArray()))
            {
                var where = x!.GetValueKind() == System.Text.Json.JsonValueKind.Number ? $": {Figure((double)x)}" : x.ToString();
                var value = $"{trace["name"]}: {(y is null ? "–" : Figure((double)y))}";
                Assert.Contains(hints, hint => hint.Split('\n')[0].Contains(where, StringComparison.Ordinal) && hint.Split('\n')
                    .Any(line => line == value || line.StartsWith($"{value} ", StringComparison.Ordinal)));
            }
        }

        static string Figure(double value) => value.ToString(Math.Abs(value) is < 0.1 and > 0 ? "0.0#####" : "#,0.##", CultureInfo.InvariantCulture);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_summary_names_the_point_the_units_and_the_first_and_last_figure_of_each_series(string name)
    {
        var (chart, figure) = (Charts[name](), JsonNode.Parse(Charts[name]().Json)!);
        var lines = chart.ToString().Split('\n');

        Assert.Equal($"Chart: {figure["layout"]!["title"]!["text"]}.", lines[0]);
        // The point is a sentence with a figure.
        Assert.Matches(@"^  [A-Z0-9'.].*\d.*\.$", lines[1]);
        Assert.Contains(figure["layout"]!["yaxis"]!["title"]!["text"]!.ToString(), lines[2], StringComparison.Ordinal);
        Assert.All(figure["data"]!.AsArray().Zip(lines.Skip(3)), pair =>
        {
            Assert.StartsWith($"  {pair.First!["name"]}: ", pair.Second, StringComparison.Ordinal);
            List<double> known = [.. pair.First["y"]!.AsArray().Where(y => y is not null).Select(y => (double)y!)];
            Assert.All([known[0], known[^1]], value => Assert.Contains(value.ToString("#,0.##", CultureInfo.InvariantCulture), pair.Second, StringComparison.Ordinal));
        });
    }

    [Theory]
    [InlineData("growth", "USS: 0.98 MB at 0 %, 24.41 MB at 100 %: 23.44 MB more. Predicted: 24.41 MB.")]
    [InlineData("faults", "Minor faults: 0 faults at 0 %, 6,000 faults at 100 %: 6,000 faults more. Predicted: 6,000 faults.")]
    [InlineData("compare", "All alike: 6,000 pages of USS.")]
    [InlineData("workers", "RAM: 100 MB with K = 0, 190 MB with K = 3: 90 MB more.")]
    [InlineData("agreement", "Predicted and copied pages differ by 0 at most.")]
    public void The_point_of_a_chart_is_what_was_measured(string name, string point) => Assert.Equal($"  {point}", Charts[name]().ToString().Split('\n')[1]);

    [Theory]
    [MemberData(nameof(All))]
    public void Every_colour_of_a_series_stands_out_on_light_and_on_dark_ground(string name) =>
        Assert.All(JsonNode.Parse(Charts[name]().Json)!["data"]!.AsArray(), trace =>
        {
            // WCAG 2.2, 1.4.11: 3 to 1. The grounds of Jupyter, GitHub and the book, and of VS Code in the dark.
            var colour = Luminance((trace!["line"] ?? trace["marker"])!["color"]!.ToString());
            Assert.All(["#FFFFFF", "#111111", "#0D1117", "#1E1E1E"], ground =>
                Assert.True((Math.Max(colour, Luminance(ground)) + 0.05) / (Math.Min(colour, Luminance(ground)) + 0.05) >= 3, $"{trace["name"]} on {ground}"));
        });

    [Fact]
    public void A_bar_of_nothing_is_labelled_0_and_a_missing_one_with_a_dash()
    {
        // Each bar is a group of its hint, itself and its label; a bar of nothing is not drawn.
        Assert.Contains("of these identical: 0|0", Bars(Chart.Compare(Samples.Comparison(identical: 0))));
        Assert.Contains("pages, predicted: –|–", Bars(Chart.Compare(Samples.Report("print", ""), Samples.Report())));

        static IEnumerable<string> Bars(Chart chart) => Alone(chart).Descendants().Where(element => element.Elements().Any(child => child.Name.LocalName == "title"))
            .Select(bar => string.Join('|', bar.Elements().Select(element => element.Value.Split('\n')[^1])));
    }

    [Fact]
    public void The_script_that_charts_wait_for_is_an_output_of_its_own()
    {
        var script = new PlotlyScript();
        var shown = script.ToDisplayString("application/javascript");

        Assert.Equal(["application/javascript", "text/plain"], Formatter.GetPreferredMimeTypesFor(typeof(PlotlyScript)));
        Assert.Contains("plotly.js v", script.Text, StringComparison.Ordinal);
        Assert.Contains("plotly.js v", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("</script", shown, StringComparison.OrdinalIgnoreCase);
        // The event that it ends with is the one that charts wait for.
        var told = Regex.Match(shown[^200..], "new Event\\(\"(.*)\"\\)").Groups[1].Value;
        Assert.Contains($"addEventListener(\"{told}\"", Charts["growth"]().ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.Matches(@"plotly\.js \d+\.\d+\.\d+", script.ToDisplayString("text/plain"));
    }

    [Fact]
    public void A_run_in_many_slices_is_drawn_whole_and_says_as_many_figures_as_a_pointer_can_tell_apart()
    {
        var chart = Chart.Growth(Samples.Long());
        var picture = InPage(chart);
        List<string> hints = [.. picture.Descendants().Where(element => element.Name.LocalName == "title").Select(title => title.Value)];

        Assert.Contains(picture.Descendants().Attributes("d"), path => path.Value.Count(letter => letter is 'M' or 'L') == 1001);
        Assert.InRange(hints.Count, 100, 121);
        Assert.Contains("USS: 0 MB", hints[0], StringComparison.Ordinal);
        Assert.Contains("USS: 3.91 MB", hints[^1], StringComparison.Ordinal);
        Assert.Contains("USS: 1,001 points, first 0 MB at 0 %, last 3.91 MB at 100 %", chart.ToString(), StringComparison.Ordinal);
        Assert.InRange(chart.ToDisplayString("text/html").Length, 1, 200_000);
    }

    [Fact]
    public void Growth_is_drawn_in_MB_with_a_dashed_prediction()
    {
        var data = JsonNode.Parse(Charts["growth"]().Json)!["data"]!.AsArray();

        Assert.Equal([1000 / 1024.0, 13_000 / 1024.0, 25_000 / 1024.0], data[0]!["y"]!.AsArray().Select(y => (double)y!));
        Assert.Equal([0.0, 50, 100], data[0]!["x"]!.AsArray().Select(x => (double)x!));
        Assert.Equal("dash", data[2]!["line"]!["dash"]!.ToString());
        // 5,990 pages predicted, and 10 that a child takes for doing nothing.
        Assert.Equal((1_024_000 + (6000 * 4096)) / 1024.0 / 1024, (double)data[2]!["y"]![1]!, precision: 6);
    }

    [Fact]
    public void A_guess_is_a_dotted_line_of_pages_beside_the_prediction()
    {
        var chart = Chart.Growth(Samples.Report(), guess: 512);
        var guess = JsonNode.Parse(chart.Json)!["data"]!.AsArray()[^1]!;

        Assert.Equal("dot", guess["line"]!["dash"]!.ToString());
        // From the USS before the run, 512 pages are 2 MB.
        Assert.Equal(2, (double)guess["y"]![1]! - (double)guess["y"]![0]!, precision: 6);
        Assert.Contains("your guess: a dotted line", chart.ToString(), StringComparison.Ordinal);
        Assert.Contains("your guess: 1.98 MB", chart.ToDisplayString("text/html"), StringComparison.Ordinal);
        Assert.DoesNotContain("guess", Charts["growth"]().ToDisplayString("text/html"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_workload_without_prediction_has_no_dashed_line() =>
        Assert.Equal(2, JsonNode.Parse(Chart.Growth(Samples.Report("print", "")).Json)!["data"]!.AsArray().Count);

    [Fact]
    public void Equal_experiments_get_bars_of_their_own()
    {
        var labels = JsonNode.Parse(Charts["compare"]().Json)!["data"]![0]!["x"]!.AsArray().Select(label => label!.ToString());

        Assert.Equal(["refcount", "print", "refcount (2)"], labels);
    }

    [Fact]
    public void A_name_of_any_characters_is_text_in_every_picture()
    {
        const string hostile = "</script><b>\u0001 & \"quotes\"";
        var chart = Chart.Faults((hostile, null));

        Assert.Contains(Alone(chart).Descendants(), element => element.Name.LocalName == "text" && element.Value == hostile.Replace('\u0001', '\uFFFD'));
        Assert.Single(Regex.Matches(chart.ToDisplayString("text/html"), "</script>"));
    }

    /// <summary>The wide one of the pictures that a page has.</summary>
    private static XElement InPage(Chart chart) =>
        XDocument.Parse(Regex.Match(chart.ToDisplayString("text/html"), "<div class=\"cow-chart .*?</div>", RegexOptions.Singleline).Value).Root!.Elements().First();

    private static XElement Alone(Chart chart) => XDocument.Parse(chart.ToDisplayString("image/svg+xml")).Root!;

    // https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
    private static double Luminance(string colour) => new[] { (1, 0.2126), (3, 0.7152), (5, 0.0722) }.Sum(part =>
    {
        var share = Convert.ToInt32(colour.Substring(part.Item1, 2), 16) / 255.0;
        return part.Item2 * (share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4));
    });
}
