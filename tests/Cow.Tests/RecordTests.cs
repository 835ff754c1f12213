using System.Diagnostics;
using System.Text.Json;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Recording;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

/// <summary><c>cow measure --record</c>, and the files in data/ that it made.</summary>
public sealed class RecordTests
{
    private const string NotOurs = "post-2016.csv";

    private static string Data { get; } = Path.Combine(Source.Root, "data");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Data, "*.csv").Select(path => Path.GetFileName(path)).Where(name => name != NotOurs).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_in_data_says_by_which_command_it_was_made(string name)
    {
        var path = Path.Combine(Data, name);
        var report = Recordings.Load(path);
        var words = Recordings.CommandOf(path)!.Split(' ');

        Assert.Equal(["cow", "measure"], words.Take(2));
        Assert.Equal($"data/{name}", Value("--record"));
        Assert.Equal(report.Runtime, Value("--runtime"));
        Assert.Equal(report.Heap.Name, Value("--heap"));
        Assert.Equal($"{report.Heap.Count}", Value("--count"));
        Assert.Equal(report.Workload.Name, Value("--workload"));
        Assert.Equal(report.Gc.Name, Value("--gc") ?? "default");
        Assert.Equal($"{report.Run.Slices}", Value("--slices") ?? "1");
        Assert.DoesNotContain(File.ReadLines(path).TakeWhile(line => line.StartsWith('#')), line => line.Contains(" /", StringComparison.Ordinal) || line.Contains("=/", StringComparison.Ordinal));

        string? Value(string option) => Array.IndexOf(words, option) is > 0 and var at ? words[at + 1] : null;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Its_columns_are_figures_of_the_table_in_the_order_of_the_table(string name)
    {
        var columns = File.ReadLines(Path.Combine(Data, name)).First(line => !line.StartsWith('#')).Split(',');

        Assert.Equal(["run", "progress"], columns.Take(2));
        Assert.Equal(FigureTable.PointColumns.Select(column => column.Name).Where(columns.Contains), columns.Skip(2));
        // A figure that is younger than the file is null; those that the notebooks show are there.
        Assert.Superset(FigureTable.First.OfType<ProcessFigure>()
            .SelectMany(figure => new[] { figure.Column(Forking.Role.Child), figure.Column(Forking.Role.Parent) }).ToHashSet(), columns.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Its_figures_obey_the_laws(string name)
    {
        var report = Recordings.Load(Path.Combine(Data, name));
        AssertLaws(report);
        Assert.True(FigureTable.OfReport.Single(figure => figure.Name == "forkNanoseconds").Of(report) > 0);
        foreach (var points in new[] { report.Run.Points, report.Noop!.Points })
        {
            Assert.Equal(report.Run.Slices + 1, points.Count);
            Assert.Equal((0, 1), (points[0].Progress, points[^1].Progress));
            Assert.Equal(points.Select(point => point.Progress).Order(), points.Select(point => point.Progress));
            Assert.Equal(points.Select(point => point.Snapshot.Child.MinorFaults).Order(), points.Select(point => point.Snapshot.Child.MinorFaults));
            Assert.All(points.SelectMany(point => new[] { point.Snapshot.Child, point.Snapshot.Parent }), one => Assert.InRange(one.PssBytes, one.UssBytes - 4096, one.RssBytes));
        }
    }

    [Fact]
    public void The_figures_of_the_post_are_said_to_be_the_posts_own() =>
        Assert.Contains(File.ReadLines(Path.Combine(Data, NotOurs)), line => line.StartsWith('#') && line.Contains("were not measured here", StringComparison.Ordinal));

    [Fact]
    public async Task What_is_recorded_is_read_back_and_its_command_measures_it_again()
    {
        var folder = Directory.CreateTempSubdirectory("cow-test-").FullName;
        try
        {
            var path = Path.Combine(folder, "lock.csv");
            var result = await CowCommand.RunAsync("measure", "--heap", "boxed-integers", "--count", "20000", "--workload", "lock", "--slices", "4", "--json", "--record", path);
            Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Errors));
            var json = JsonDocument.Parse(result.Output).RootElement;
            var recorded = Recordings.Load(path);

            foreach (var figure in FigureTable.OfReport) Assert.Equal(Number(json.GetProperty(figure.Name)), figure.Of(recorded));
            foreach (var figure in FigureTable.OfProcess)
            {
                Assert.Equal(Number(json.GetProperty("before").GetProperty("child").GetProperty(figure.Name)), recorded.Before.Child[figure]);
                Assert.Equal(Number(json.GetProperty("after").GetProperty("parent").GetProperty(figure.Name)), recorded.After!.Parent[figure]);
            }

            AssertLaws(recorded, isLive: true);
            Assert.Equal("agree", json.GetProperty("reconciliation").GetProperty("verdict").GetString());
            Assert.StartsWith("recorded on ", recorded.Recorded);
            Assert.Equal("cow measure --heap boxed-integers --count 20000 --workload lock --slices 4 --record lock.csv", Recordings.CommandOf(path));

            string[] words = [.. Recordings.CommandOf(path)!.Split(' ').Skip(1).Select(word => word == "lock.csv" ? path : word)];
            Assert.Equal("agree", (await CowCommand.JsonAsync([.. words, "--json"])).GetProperty("reconciliation").GetProperty("verdict").GetString());
            AssertLaws(Recordings.Load(path), isLive: true);
            Assert.InRange(Recordings.Load(path).CopiedPages!.Value - recorded.CopiedPages!.Value, -2, 2);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_run_that_did_not_come_to_its_end_is_not_recorded()
    {
        var path = Path.Combine(Path.GetTempPath(), $"cow-{Guid.NewGuid():N}.csv");
        var result = await CowCommand.RunAsync("measure", "--workload", "invalid-access", "--count", "1000", "--record", path);

        Assert.Contains($"{path} was not written", result.Errors);
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("two words")]
    [InlineData("it's $HOME `x` \"y\" \\z")]
    [InlineData("for i in x:\n    print('\\n', i)")]
    [InlineData("")]
    public async Task A_shell_reads_the_words_of_a_command_as_they_were_typed(string word)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", $"printf '[%s]' {ShellWords.Join([word, "end"])}"]) { RedirectStandardOutput = true })!;
        Assert.Equal($"[{word}][end]", await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>What the measured figures of every run have to do with each other; lib/README.md says the tolerances.</summary>
    /// <param name="report">The run.</param>
    /// <param name="isLive">
    /// It ran just now, beside strangers that change what USS has of files. A recording does not say how much that is: those of data/ were chosen without any, and of a live
    /// run cow's own verdict, which knows the page map, holds USS.
    /// </param>
    private static void AssertLaws(Report report, bool isLive = false)
    {
        if (!isLive) Assert.NotEqual(Verdict.Disagree, report.Reconciliation.Verdict);
        var (copied, grown, faults) = (report.CopiedPages!.Value, report.UssGrowthPages!.Value, report.MinorFaultGrowth!.Value);
        Assert.InRange(report.IdenticalPages!.Value, 0, copied);
        if (!isLive) Assert.InRange(copied, 0, grown + 2);
        Assert.InRange(copied, 0, faults + 4);
        if (report.PredictedPages is not { } predicted) return;
        Assert.InRange(copied - predicted, -2, 2);
        if (!isLive) Assert.InRange(grown - report.NoopUssGrowthPages!.Value - predicted, -2, 2);
        Assert.InRange(faults - report.NoopMinorFaults!.Value - predicted, -4, 4);
    }

    private static long? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetInt64();
}
