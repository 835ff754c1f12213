using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CowNotebooks.Show;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Tests.Show;

public sealed class ChartTests
{
    private const string Plotly = "application/vnd.plotly.v1+json";

    public static TheoryData<string> All => [.. Charts.Keys];

    private static Dictionary<string, Func<Chart>> Charts { get; } = new()
    {
        ["growth"] = () => Chart.Growth(Samples.Report()),
        ["growth of a run"] = () => Chart.Growth(Samples.Report().Run),
        ["faults"] = () => Chart.MinorFaults(Samples.Report()),
        ["compare"] = () => Chart.Compare(Samples.Report(), Samples.Report("print", ""), Samples.Report()),
        ["comparison"] = () => Chart.Compare(Samples.Comparison()),
        ["sharing"] = () => Chart.Sharing(Samples.Sharing()),
        ["workers"] = () => Chart.Workers(Samples.Workers()),
        ["what if"] = () => Chart.WhatIf(Samples.WhatIf()),
        ["deep sizes"] = () => Chart.DeepSizes(Samples.Report(), Samples.Report("print", "")),
        ["sizes"] = () => Chart.Sizes([Samples.Report(), Samples.Report()]),
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
    [MemberData(nameof(All))]
    public void Html_fetches_nothing(string name)
    {
        var html = Charts[name]().ToDisplayString("text/html");

        Assert.Contains("Plotly.newPlot", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("src=(?!\"data:)", html);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_picture_is_small_and_has_the_title_the_units_the_legend_and_a_mark_for_each_figure(string name)
    {
        var (chart, svg) = (JsonNode.Parse(Charts[name]().Json)!, Charts[name]().ToDisplayString("image/svg+xml"));
        var picture = XDocument.Parse(svg).Root!;
        var texts = picture.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value.Trim()).ToList();

        Assert.Equal("svg", picture.Name.LocalName);
        Assert.InRange(svg.Length, 1, 20_000);
        Assert.Contains(chart["layout"]!["title"]!["text"]!.ToString(), texts);
        Assert.Contains(chart["layout"]!["xaxis"]!["title"]!["text"]!.ToString(), texts);
        Assert.Contains(chart["layout"]!["yaxis"]!["title"]!["text"]!.ToString(), texts);
        Assert.All(chart["data"]!.AsArray(), trace =>
        {
            Assert.Contains(trace!["name"]!.ToString(), texts);
            // In the legend, and in the chart itself.
            var colour = (trace["line"] ?? trace["marker"])!["color"]!.ToString();
            var rgb = string.Join(",", Enumerable.Range(0, 3).Select(i => Convert.ToInt32(colour.Substring(1 + (2 * i), 2), 16)));
            Assert.True(picture.Descendants().Count(element => element.Attribute("style")?.Value.Contains($"rgb({rgb})", StringComparison.Ordinal) == true) >= 2, $"{trace["name"]}: {svg}");
        });
        Assert.DoesNotContain(picture.Descendants(), element => element.Name.LocalName is "script" or "image");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Html_is_the_same_each_time_and_holds_the_picture_for_pages_without_plotly(string name)
    {
        var html = Charts[name]().ToDisplayString("text/html");
        var picture = Convert.FromBase64String(Regex.Match(html, "src=\"data:image/svg\\+xml;base64,([^\"]*)\"").Groups[1].Value);

        Assert.Equal(html, Charts[name]().ToDisplayString("text/html"));
        Assert.Equal(Charts[name]().ToDisplayString("image/svg+xml"), Encoding.UTF8.GetString(picture));
        Assert.DoesNotContain("plotly.js v", html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 1, 50_000);
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
    public void A_workload_without_prediction_has_no_dashed_line() =>
        Assert.Equal(2, JsonNode.Parse(Chart.Growth(Samples.Report("print", "")).Json)!["data"]!.AsArray().Count);

    [Fact]
    public void Equal_experiments_get_bars_of_their_own()
    {
        var labels = JsonNode.Parse(Charts["compare"]().Json)!["data"]![0]!["x"]!.AsArray().Select(label => label!.ToString());

        Assert.Equal(["refcount", "print", "refcount (2)"], labels);
    }
}
