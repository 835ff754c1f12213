using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CowNotebooks.Lab;
using CowNotebooks.Show;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Tests.Show;

/// <summary>Charts and tables of what only a real run has: page maps, bytes, faults.</summary>
public sealed class PageTests
{
    private const int Slices = 4;
    private static readonly Lazy<Task<Report>> Measured = new(() => Experiment.RunAsync(
        Runtime.DotNet, Heap.BoxedIntegers(50_000), Workload.Hash, slices: Slices, options: new LabOptions { PagesBySlice = true, TraceFaults = true }));

    [Fact]
    public async Task A_page_map_has_a_cell_for_each_page_and_its_slider_uncovers_one_slice_after_another()
    {
        var run = (await Measured.Value).Run;
        var figure = JsonNode.Parse(Chart.PageMap(run).ToDisplayString("application/vnd.plotly.v1+json"))!;
        var heat = figure["data"]![0]!;
        List<int> cells = [.. heat["z"]!.AsArray().SelectMany(row => row!.AsArray()).Select(cell => (int)cell!)];
        var steps = figure["layout"]!["sliders"]![0]!["steps"]!.AsArray();

        Assert.Equal(Slices + 1, steps.Count);
        Assert.Contains("1 cell = 1 page", figure["layout"]!["title"]!["text"]!.ToString(), StringComparison.Ordinal);
        // Before the first slice nothing is coloured; after each as many cells as were copied by then.
        const string differing = "#D55E00";
        // The legend has a mark for each kind of page, and each kind has slices + 1 colours.
        var colours = (figure["data"]!.AsArray().Count - 1) * (Slices + 1);
        for (var done = 0; done <= Slices; done++)
        {
            var scale = steps[done]!["args"]![0]!["colorscale"]![0]!.AsArray();
            var shown = cells.Count(cell => ColourOf(scale, (cell + 0.5) / colours) == differing);
            Assert.Equal(done == 0 ? 0 : run.Pages!.CopiedBySlice[done - 1].Except(run.Diff!.Identical).Count, shown);
        }

        Assert.Equal(run.Copied!.Count, run.Pages!.CopiedBySlice[^1].Count);
    }

    [Fact]
    public async Task The_still_picture_of_a_page_map_has_its_title_axes_legend_and_each_cell_in_its_colour()
    {
        var run = (await Measured.Value).Run;
        var figure = JsonNode.Parse(Chart.PageMap(run).Json)!;
        var picture = XDocument.Parse(Chart.PageMap(run).ToDisplayString("image/svg+xml")).Root!;
        var texts = picture.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToList();
        var heat = figure["data"]![0]!;
        // Each kind of page has slices + 1 numbers.
        var kinds = heat["z"]!.AsArray().SelectMany(row => row!.AsArray()).CountBy(cell => (int)cell! / (Slices + 1)).ToDictionary();

        Assert.Contains(figure["layout"]!["title"]!["text"]!.ToString(), string.Join(' ', texts), StringComparison.Ordinal);
        Assert.Contains(figure["layout"]!["xaxis"]!["title"]!["text"]!.ToString(), texts);
        Assert.Contains(figure["layout"]!["yaxis"]!["title"]!["text"]!.ToString(), texts);
        Assert.Contains(heat["y"]![0]!.ToString(), texts);
        foreach (var (kind, legend) in figure["data"]!.AsArray().Skip(1).Index())
        {
            // What did not change takes the colour of text, thinned.
            var colour = kind == 0 ? "currentColor" : legend!["marker"]!["color"]!.ToString();
            var path = picture.Descendants().SingleOrDefault(element => element.Attribute("stroke")?.Value == colour)?.Attribute("d")!.Value ?? "";
            Assert.Contains(legend!["name"]!.ToString(), texts);
            Assert.Single(picture.Descendants(), element => element.Attribute("fill")?.Value == colour);
            Assert.Equal(kinds.GetValueOrDefault(kind), Regex.Matches(path, @"h(\d+)").Sum(run => int.Parse(run.Groups[1].Value, CultureInfo.InvariantCulture)));
            // In words, and where the pointer rests on a row.
            Assert.Contains($"{legend["name"]}: {kinds.GetValueOrDefault(kind):N0}", Chart.PageMap(run).ToString(), StringComparison.Ordinal);
            var hints = picture.Descendants().Where(element => element.Name.LocalName == "title")
                .SelectMany(title => title.Value.Split('\n').Where(line => line.StartsWith($"{legend["name"]}: ", StringComparison.Ordinal)));
            Assert.Equal(kinds.GetValueOrDefault(kind), hints.Sum(line => int.Parse(line.Split(": ")[1], CultureInfo.InvariantCulture)));
        }

        Assert.True(kinds.Count > 1);
        Assert.DoesNotContain(picture.Descendants(), element => element.Name.LocalName is "script" or "image");
    }

    [Fact]
    public async Task A_large_page_map_says_how_many_pages_a_cell_stands_for()
    {
        var report = await Experiment.RunAsync(Runtime.DotNet, Heap.Integers(12_000_000), Workload.WriteEveryNthPage(500), cancel: TestContext.Current.CancellationToken);
        var figure = JsonNode.Parse(Chart.PageMap(report.Run).Json)!;

        Assert.Contains("1 cell = 2 pages", figure["layout"]!["title"]!["text"]!.ToString(), StringComparison.Ordinal);
        Assert.Null(figure["layout"]!["sliders"]);
    }

    [Fact]
    public async Task Words_faults_and_agreement_are_charts_with_the_figures_of_the_run()
    {
        var report = await Measured.Value;

        Assert.Contains("header word", Chart.Words(report.Run).Json, StringComparison.Ordinal);
        Assert.Equal((double)report.CopiedPages!, (double)JsonNode.Parse(Chart.Agreement(report).Json)!["data"]![0]!["y"]![0]!);
        Requires.That(report.Run.Faults is not null, report.Run.Trace.Why);
        Assert.Contains("copy", Chart.Faults(("hash", report.Run.Faults), ("hash", null)).ToString(), StringComparison.Ordinal);
        Assert.Contains("header word of System.Int64", Table.Faults(report.Run).ToString(), StringComparison.Ordinal);
        Assert.Contains("System.Int64", Table.CopiedTypes(report.Run).ToString(), StringComparison.Ordinal);
        Assert.Contains("identical to the original", Table.Differences(report.Run).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_recording_lacks_is_said()
    {
        var recorded = Samples.Report();

        Assert.Contains("no page map", Assert.Throws<LabUsageException>(() => Chart.PageMap(recorded.Run)).Message, StringComparison.Ordinal);
        Assert.Contains("Not compared", Table.Differences(recorded.Run).ToString(), StringComparison.Ordinal);
        Assert.Contains("no page map", Table.CopiedTypes(recorded.Run).ToString(), StringComparison.Ordinal);
        Assert.Contains("not traced", Table.Faults(recorded.Run).ToString(), StringComparison.Ordinal);
        Assert.Contains("none", Chart.Words(recorded.Run).Json, StringComparison.Ordinal);
    }

    private static string ColourOf(JsonArray scale, double at) =>
        scale.Last(step => (double)step![0]! <= at)![1]!.ToString();
}
