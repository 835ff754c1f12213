using System.Net;
using CowNotebooks.Lab;
using CowNotebooks.Show;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Tests.Show;

/// <summary>Published figures beside ours, the machine's findings and its free memory, and sweeps.</summary>
public sealed class BesideTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cow-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_figure_stands_beside_the_published_one_with_its_growth_and_the_reason()
    {
        var report = Samples.Report();
        var table = Html(Table.Beside("the post", Csv("moment,USS kB,min_flt", "before,296,", "after,32064,8036", "growth,31768,"), report, ("USS kB", "Another interpreter.")));

        Assert.Contains("296 → 32,064 (+31,768)", table, StringComparison.Ordinal);
        Assert.Contains("– → 8,036", table, StringComparison.Ordinal);
        Assert.Contains($"{report.Before.Child.UssBytes / 1024:N0} → {report.After!.Child.UssBytes / 1024:N0} (+{(report.After.Child.UssBytes - report.Before.Child.UssBytes) / 1024:N0})",
            table, StringComparison.Ordinal);
        Assert.Contains("Another interpreter.", table, StringComparison.Ordinal);
        Assert.Contains("Not measured now", table, StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_of_the_whole_experiment_can_be_in_megabytes()
    {
        var report = Samples.Report() with { DeepSize = new HeapSize(2, 36_000_056, 8_000_056, []) };

        Assert.Contains("34.3", Html(Table.Beside("they", Csv("moment,deep size MB", "before,35", "after,", "growth,"), report)), StringComparison.Ordinal);
        Assert.Contains("10.1 → 10.5 (+0.4)", Html(Table.Beside("they", Csv("moment,USS MB", "before,10.1", "after,10.5", "growth,0.4"), report)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_came_after_is_a_dash_when_the_child_did_not_come_to_the_end()
    {
        var report = Samples.Report();
        report = report with { Run = report.Run with { Points = [report.Run.Points[0]] } };

        Assert.Contains($"<td style=\"text-align:left;white-space:nowrap\">{report.Before.Child.UssBytes / 1024:N0}</td>",
            Html(Table.Beside("they", Csv("moment,USS kB", "before,1", "after,2", "growth,1"), report)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("USB kB", "before,1", "names no figure")]
    [InlineData("USS kB", "earlier,1", "no row 'before'")]
    [InlineData("USS kB", "before,many", "is no number")]
    public void A_file_that_is_not_such_a_table_is_refused_with_what_is_wrong(string column, string row, string message) =>
        Assert.Contains(message,
            Assert.Throws<InvalidDataException>(() => Table.Beside("they", Csv($"moment,{column}", row, "after,2", "growth,1"), Samples.Report())).Message, StringComparison.Ordinal);

    [Fact]
    public void A_reason_for_a_column_that_is_not_there_is_refused_with_the_ones_that_are()
    {
        var error = Assert.Throws<LabUsageException>(() => Table.Beside("they", Csv("moment,USS kB", "before,1", "after,2", "growth,1"), Samples.Report(), ("USS", "why")));

        Assert.Contains("'USS'", error.Message, StringComparison.Ordinal);
        Assert.Contains("USS kB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Free_memory_is_told_with_its_change_and_a_kernel_that_does_not_say_it_is_named()
    {
        var table = Table.FreeMemory(("before", Machine("MemFree: 3000 kB")), ("after", Machine("MemFree: 1000 kB"))).ToString();

        Assert.Equal(["after", "1,000", "-2,000", "–", "–"], table.Split('\n').Single(line => line.StartsWith("after", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Contains("This kernel does not say MemAvailable.", table, StringComparison.Ordinal);
        Assert.DoesNotContain("does not say MemFree", table, StringComparison.Ordinal);
    }

    [Fact]
    public void The_size_of_a_recorded_heap_is_marked_as_recorded() =>
        Assert.Contains("Not measured now: on another machine",
            Table.DeepSize(new AllocatedHeap(Samples.Report().Heap, Samples.Report().DeepSize) { Recorded = "on another machine" }).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Each_finding_is_a_row_with_its_mark() =>
        Assert.Matches("✗ +KSM +merges", Table.Findings([new(true, "memory", "plenty"), new(false, "KSM", "merges")]).ToString());

    [Fact]
    public void A_sweep_is_drawn_beside_a_formula_of_ones_own_or_what_was_predicted_or_nothing()
    {
        Report[] reports = [Samples.Report(), Samples.Report()];

        Assert.Contains("predicted", Chart.Sweep("numbers written", reports, written => written / 2.0).ToString(), StringComparison.Ordinal);
        Assert.Contains("predicted", Chart.Sweep("numbers written", reports).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("predicted", Chart.Sweep("numbers written", [Samples.Report("print", "")]).ToString(), StringComparison.Ordinal);
        // A formula may divide by a value that is 0.
        Assert.DoesNotContain("predicted", Chart.Sweep("numbers written", reports, written => written / 0.0).ToDisplayString("text/html"), StringComparison.Ordinal);
    }

    private string Csv(params string[] lines)
    {
        var path = Path.Combine(_folder, "theirs.csv");
        File.WriteAllLines(path, lines.Prepend("# Theirs."));
        return path;
    }

    private Machine Machine(string meminfo)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "proc"));
        File.WriteAllText(Path.Combine(_folder, "proc/meminfo"), $"MemTotal: 9000 kB\n{meminfo}\n");
        return Lab.Machine.Read(_folder);
    }

    private static string Html(Table table) => WebUtility.HtmlDecode(table.ToDisplayString("text/html"));
}
