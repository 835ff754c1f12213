using System.Text.Json;
using CowNotebooks.Lab;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

public sealed class MeasureTests
{
    /// <summary>In order: names and order are a promise to scripts, and what is new stands at the end.</summary>
    private static readonly string[] Names =
    [
        "runtime", "runtimeVersion", "heap", "workload", "gc", "count", "slices", "deepSizeBytes", "before", "after", "predictedPages", "copiedPages", "identicalPages",
        "ussGrowthPages", "minorFaultGrowth", "noopUssGrowthPages", "noopMinorFaults", "reconciliation", "outcome", "warnings",
        "forkNanoseconds",
    ];

    private static readonly string[] Figures = ["ussBytes", "pssBytes", "rssBytes", "swapBytes", "minorFaults", "majorFaults", "pageTableBytes", "anonHugePagesBytes", "anonymousBytes"];

    [Fact]
    public async Task The_JSON_object_has_the_promised_names_in_order_and_each_null_has_a_warning()
    {
        var report = await MeasureAsync("--workload", "noop", "--count", "1000", "--slices", "3");
        Assert.Equal(Names, report.EnumerateObject().Select(property => property.Name));
        foreach (var moment in new[] { "before", "after" })
        {
            foreach (var role in new[] { "child", "parent" })
            {
                var measured = report.GetProperty(moment).GetProperty(role);
                Assert.Equal(Figures, measured.EnumerateObject().Select(property => property.Name));
                Assert.All(Figures, name => Assert.True(measured.GetProperty(name).GetInt64() >= 0));
            }
        }

        var warnings = report.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!).ToList();
        Assert.All(
            report.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Null),
            missing => Assert.Contains(warnings, warning => warning.StartsWith($"No {FigureTable.OfReport.Single(figure => figure.Name == missing.Name).Title}: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Reading_boxed_integers_copies_almost_nothing()
    {
        // USS has pages of files in it, which strangers change.
        var report = await MeasureAsync("--workload", "iterate", "--count", "1000000");
        Assert.InRange(report.GetProperty("copiedPages").GetInt64(), 0, 2);
    }

    [Theory]
    [InlineData("refcount")]
    [InlineData("lock")]
    [InlineData("hash")]
    public async Task Writing_into_each_box_copies_the_pages_of_all_boxes(string workload)
    {
        // A box is 24 bytes.
        var report = await MeasureAsync("--workload", workload, "--count", "100000");
        var (copied, predicted) = (report.GetProperty("copiedPages").GetInt64(), report.GetProperty("predictedPages").GetInt64());
        Assert.InRange(copied, 585, 590);
        Assert.InRange(copied - predicted, -2, 2);
        Assert.InRange(report.GetProperty("minorFaultGrowth").GetInt64() - report.GetProperty("noopMinorFaults").GetInt64() - predicted, -4, 4);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("threshold0")]
    public async Task Reading_ints_in_CPython_copies_them_whatever_the_collector_does(string gc)
    {
        Requires.Program("Install it (Debian: apt-get install python3).", "python3");
        var report = await MeasureAsync("--runtime", "python", "--heap", "integers", "--workload", "iterate", "--count", "100000", "--gc", gc);
        Assert.InRange(report.GetProperty("copiedPages").GetInt64() * 4096.0 / 1024 / 1024, 2.95, 3.3);
        Assert.True(report.GetProperty("predictedPages").GetInt64() > 700);
    }

    [Fact]
    public async Task Pages_and_faults_come_when_they_are_asked_for()
    {
        var report = await MeasureAsync("--workload", "hash", "--count", "10000", "--pages", "--faults");

        Assert.Equal("agree", report.GetProperty("reconciliation").GetProperty("verdict").GetString());
        Assert.Equal(report.GetProperty("copiedPages").GetInt64(), report.GetProperty("pages").GetProperty("changes").GetProperty("copied").GetInt64());
        Assert.Equal(10_000, report.GetProperty("pages").GetProperty("differingWords")
            .EnumerateArray().Single(word => word.GetProperty("word").GetString() == "header word").GetProperty("objects").GetInt64());
        var warnings = report.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!).ToList();
        if (report.GetProperty("faults").ValueKind == JsonValueKind.Null) Assert.Contains(warnings, warning => warning.StartsWith("No trace of page faults: ", StringComparison.Ordinal));
        else Assert.True(report.GetProperty("faults").GetProperty("causes").GetProperty("copy").GetInt64() > 0);
        Assert.False((await MeasureAsync("--workload", "noop", "--count", "1000")).TryGetProperty("faults", out _));
    }

    [Fact]
    public async Task A_user_without_rights_gets_the_same_figures()
    {
        Requires.That(Environment.IsPrivilegedProcess, "Only root can become another user: run the tests as root, e.g. in the development container.");
        string[] options = ["measure", "--workload", "lock", "--count", "20000", "--pages", "--faults", "--json"];
        var result = await CowCommand.RunAsNobodyAsync(options);
        Requires.That(!result.Errors.Contains("Permission denied", StringComparison.Ordinal), "Every user must be able to read the repository: chmod o+rx its folders.");
        Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Errors));
        var report = JsonDocument.Parse(result.Output).RootElement;

        Assert.Equal("agree", report.GetProperty("reconciliation").GetProperty("verdict").GetString());
        Assert.Equal(report.GetProperty("predictedPages").GetInt64(), report.GetProperty("copiedPages").GetInt64());
        Assert.Equal(report.GetProperty("copiedPages").GetInt64(), report.GetProperty("identicalPages").GetInt64());
        // What is denied is null, or is said to be less than all.
        var warnings = report.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!).ToList();
        Assert.Contains(warnings, warning => warning.Contains("kernel.perf_event_paranoid", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_a_container_forbids_perf_events_all_but_the_faults_is_as_ever(bool json)
    {
        string[] options = ["measure", "--workload", "lock", "--count", "20000", "--pages", "--faults", .. json ? ["--json"] : Array.Empty<string>()];
        var result = await Seccomp.Without(Seccomp.PerfEventOpen, () => CowCommand.RunAsync(options));
        Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Errors));
        var doctor = await Seccomp.Without(Seccomp.PerfEventOpen, () => CowCommand.RunAsync("doctor"));
        Assert.Contains("✗ perf events", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("seccomp", doctor.Output, StringComparison.Ordinal);
        if (!json)
        {
            Assert.Contains("! No trace of page faults: ", result.Output, StringComparison.Ordinal);
            Assert.Contains("The figures agree", result.Output, StringComparison.Ordinal);
            return;
        }

        var report = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(JsonValueKind.Null, report.GetProperty("faults").ValueKind);
        Assert.Contains(report.GetProperty("warnings").EnumerateArray(), warning => warning.GetString()!.Contains("seccomp", StringComparison.Ordinal));
        Assert.Equal("agree", report.GetProperty("reconciliation").GetProperty("verdict").GetString());
        Assert.Equal(report.GetProperty("predictedPages").GetInt64(), report.GetProperty("copiedPages").GetInt64());
        Assert.Equal(20_000, report.GetProperty("pages").GetProperty("copiedTypes").EnumerateArray().Single(type => type.GetProperty("areElements").GetBoolean()).GetProperty("objects").GetInt64());
    }

    [Fact]
    public async Task A_person_reads_it_in_80_columns()
    {
        var result = await CowCommand.RunAsync("measure", "--count", "100000", "--workload", "lock", "--pages", "--faults");
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Equal("", result.Errors);
        Assert.Contains("child after", result.Output);
        Assert.Contains("USS growth", result.Output);
        Assert.All(result.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task The_CSV_file_has_the_same_figures_as_the_JSON_object()
    {
        var path = Path.Combine(Path.GetTempPath(), $"cow-{Guid.NewGuid():N}.csv");
        try
        {
            var report = await MeasureAsync("--count", "1000", "--csv", path);
            var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(2, lines.Length);
            var column = lines[0].Split(',').IndexOf("ussGrowthPages");
            Assert.Equal(report.GetProperty("ussGrowthPages").GetInt64().ToString(), lines[1].Split(',')[column]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<JsonElement> MeasureAsync(params string[] options)
    {
        var result = await CowCommand.RunAsync(["measure", "--json", .. options]);
        Assert.Equal("", result.Errors);
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        return JsonDocument.Parse(result.Output).RootElement;
    }
}
