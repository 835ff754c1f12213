using System.Text.Json.Nodes;
using CowNotebooks.Tests.Show.Hosting;

namespace CowNotebooks.Tests.Show;

/// <summary>Show in a process like .NET Interactive's last version, which knows nothing of it but its path.</summary>
public sealed class InteractiveTests
{
    public static TheoryData<string> Hosts => [.. InteractiveHost.All];

    [Fact]
    public void No_table_or_chart_is_left_out_here() => Assert.Equal(Everything.Factories.Order(), Everything.Cells.Keys.Order());

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Every_table_and_chart_is_rendered_beside_an_older_FSharp_Core(string name)
    {
        var (host, cells) = await InteractiveHost.RunAsync(name, [.. InteractiveHost.Setup, Everything.Preparation, .. Everything.Cells.Values]);

        Assert.StartsWith("10.0.", host["fsharpCore"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(name, $"Interactive{Version.Parse(host["runtime"]!.ToString()).Major}");
        Assert.All(Everything.Cells.Keys.Zip(cells.TakeLast(Everything.Cells.Count)), pair =>
        {
            var (factory, shown) = pair;
            // A picture is drawn at once, before the image for those that do not trust the notebook.
            var expected = factory.StartsWith("Chart", StringComparison.Ordinal) ? "Plotly.newPlot"
                : factory.StartsWith("Picture", StringComparison.Ordinal) ? "^<style>[^<]+</style><div class=\"cow-drawn\"[^>]*><svg"
                : "<table>|Checked|<p><strong>|[Ss]olution";
            Assert.Matches(expected, (shown["data"]!["text/html"] ?? shown["data"]!["text/markdown"])!.ToString());
            Assert.False(string.IsNullOrWhiteSpace(shown["data"]!["text/plain"]!.ToString()));
            if (!factory.StartsWith("Chart", StringComparison.Ordinal)) return;
            Assert.Contains("<svg", shown["data"]!["image/svg+xml"]!.ToString(), StringComparison.Ordinal);
            Assert.StartsWith("{", shown["data"]!["application/vnd.plotly.v1+json"]!.ToString(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Data_frames_and_JSON_are_shown_for_a_reader(string name)
    {
        var (_, cells) = await InteractiveHost.RunAsync(name,
        [
            .. InteractiveHost.Setup, Everything.Preparation,
            "new[] { report }.ToDataFrame()",
            """System.Text.Json.Nodes.JsonNode.Parse("{\"a\":[1,\"<b>\"]}")""",
        ]);

        Assert.Contains("text-align:right", cells[^2]["data"]!["text/html"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains("deepSizeBytes", cells[^2]["data"]!["text/html"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("<pre>{\n  &quot;a&quot;: [\n    1,\n    &quot;&lt;b&gt;&quot;\n  ]\n}</pre>", cells[^1]["data"]!["text/html"]!.ToString());
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task A_run_is_shown_live_below_its_cell(string name)
    {
        var (_, cells) = await InteractiveHost.RunAsync(name,
        [
            .. InteractiveHost.Setup,
            """
            var lab = await Laboratory.OpenAsync();
            await lab.AllocateAsync(Heap.BoxedIntegers(10_000));
            var child = await lab.ForkAsync();
            """,
            "var run = await child.RunAsync(Workload.Refcount, slices: 50, update: display(Chart.NotStarted).Update);",
            "await child.DisposeAsync(); await lab.DisposeAsync();",
            "$\"{run.Outcome.IsCompleted} {run.UssGrowthPages > 50}\"",
        ]);

        // In this version display returns another handle than that of what it has shown, so that a front end cannot put an update in its place.
        JsonNode[] chart = [.. cells[^3]["displays"]!.AsArray().SelectMany(display => display!.AsArray()).Select(one => one!)];
        Assert.Contains("value=\"0\"", chart[0]["text/html"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains("value=\"50\"", chart[^1]["text/html"]!.ToString(), StringComparison.Ordinal);
        // What stays in the saved notebook shows by itself.
        Assert.Contains("<svg", chart[^1]["text/html"]!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("plotly.js v", string.Concat(cells.Select(cell => cell.ToJsonString())), StringComparison.Ordinal);
        Assert.Contains("True True", cells[^1]["data"]!.AsObject().First().Value!.ToString(), StringComparison.Ordinal);
    }
}
