using System.Text.Json;
using CowNotebooks.Procfs;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

/// <summary><c>cow measure --what-if</c> and <c>--workers</c>.</summary>
public sealed class MeasureFamilyTests : IDisposable
{
    private const string Remedy = "Install it (Debian: apt-get install python3).";
    private static readonly string[] OwnCode = ["measure", "--runtime", "python", "--parent-code", "x = [[i] for i in range(20000)]", "--child-code", "for i in x: pass"];
    private readonly string _folder = Directory.CreateTempSubdirectory("cow-test-").FullName;

    [Fact]
    public async Task What_if_is_a_row_for_each_setting_in_JSON_and_in_CSV()
    {
        Requires.Program(Remedy, "python3");
        var csv = Path.Combine(_folder, "what-if.csv");
        var json = await WhatIfAsync();
        // What a setting saves is in USS, and so are pages of files, which strangers change: a few of them look like a saving.
        for (var more = 2; more > 0 && json.GetProperty("best").ValueKind != JsonValueKind.Null; more--) json = await WhatIfAsync();

        var settings = json.GetProperty("settings").EnumerateArray().ToList();
        Assert.Equal(["default", .. Lab.Runtime.CPython().Catalogue.Settings.Select(setting => setting.Name)], settings.Select(row => row.GetProperty("gc").GetString()));
        Assert.All(settings, row => Assert.True(row.GetProperty("copiedPages").GetInt64() > 200));
        Assert.Equal(0, settings[0].GetProperty("savedPages").GetInt64());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("best").ValueKind);
        Assert.StartsWith("No setting saves anything: ", json.GetProperty("sentence").GetString(), StringComparison.Ordinal);

        var lines = await File.ReadAllLinesAsync(csv, TestContext.Current.CancellationToken);
        Assert.Equal("runtime,runtimeVersion,heap,workload,count,gc,why,copiedPages,identicalPages,ussGrowthPages,minorFaultGrowth,savedPages,savedBytes,savedPercent,sharedBytes,privateBytes,errorBytes,workersThatFit", lines[0]);
        Assert.Equal(settings.Select(row => $"{row.GetProperty("gc")},,{row.GetProperty("copiedPages")}"), lines.Skip(1).Select(line => string.Join(',', line.Split(',')[5..8])));

        Task<JsonElement> WhatIfAsync() => CowCommand.JsonAsync([.. OwnCode, "--what-if", "--json", "--csv", csv]);
    }

    [Fact]
    public async Task Workers_are_a_row_for_each_number_of_them_in_JSON_and_in_CSV()
    {
        Requires.Program(Remedy, "python3");
        var csv = Path.Combine(_folder, "workers.csv");
        var json = await CowCommand.JsonAsync([.. OwnCode, "--workers", "3", "--json", "--csv", csv, "--predict", "x"]);

        var points = json.GetProperty("points").EnumerateArray().ToList();
        Assert.Equal([0, 1, 2, 3], points.Select(point => point.GetProperty("workers").GetInt32()));
        Assert.Equal(JsonValueKind.Null, points[0].GetProperty("copiedPages").ValueKind);
        Assert.All(points.Skip(1), point => Assert.True(point.GetProperty("copiedPages").GetInt64() > 200));
        var (shared, each, error) = (json.GetProperty("sharedBytes").GetInt64(), json.GetProperty("privateBytes").GetInt64(), json.GetProperty("errorBytes").GetInt64());
        Assert.All(points, point => Assert.InRange(point.GetProperty("ramBytes").GetInt64() - shared - each * point.GetProperty("workers").GetInt64(), -error, error));
        Assert.True(json.GetProperty("workersThatFit").GetInt64() > 3);
        Assert.InRange(json.GetProperty("workersThatFit").GetInt64(), json.GetProperty("fewestThatFit").GetInt64(), json.GetProperty("mostThatFit").GetInt64());

        var lines = await File.ReadAllLinesAsync(csv, TestContext.Current.CancellationToken);
        Assert.Equal("runtime,runtimeVersion,heap,workload,count,gc,workers,ramBytes,modelBytes,fileBytes,pageTableBytes,swapBytes,copiedPages,identicalPages,ussGrowthPages,minorFaultGrowth", lines[0]);
        Assert.Equal(4, lines.Length - 1);
    }

    [Theory]
    [InlineData("--what-if")]
    [InlineData("--workers", "2")]
    [InlineData("--what-if", "--workers", "2")]
    public async Task Text_fits_80_columns_and_ends_with_what_it_means(params string[] options)
    {
        Requires.Program(Remedy, "python3");
        var result = await CowCommand.RunAsync([.. OwnCode, .. options]);

        Assert.Equal("", result.Errors);
        Assert.All(result.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        // Whether one saves something the figures of What_if_is_a_row_for_each_setting… say.
        Assert.Matches(options[0] == "--what-if" ? "No setting saves anything|saves most" : "RAM = ", result.Output);
    }

    [Fact]
    public async Task An_unprivileged_user_gets_the_same_without_the_check_by_frames()
    {
        Requires.Program(Remedy, "python3");
        Requires.That(Environment.IsPrivilegedProcess, "Only root can become another user: run the tests as root, e.g. in the development container.");
        var result = await CowCommand.RunAsNobodyAsync("measure", "--runtime", "python", "--interpreter", "/usr/bin/python3", "--count", "20000", "--workers", "2", "--json");

        Assert.True(result.ExitCode == 0, result.Errors);
        var json = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(JsonValueKind.Null, json.GetProperty("anonymousFrameBytes").ValueKind);
        Assert.Contains(json.GetProperty("warnings")
            .EnumerateArray(), warning => warning.GetString()!.StartsWith("PSS was not checked against page frames: this user may not", StringComparison.Ordinal));
        Assert.All(json.GetProperty("points").EnumerateArray().Skip(1), point => Assert.InRange(point.GetProperty("copiedPages").GetInt64(), 150, 165));
    }

    [Theory]
    [InlineData("--workers 0", "1 or more")]
    [InlineData("--workers many", "not a whole number")]
    [InlineData("--workers 10000000 --count 1000", "10,000,000 workers do not fit")]
    [InlineData("--workers 2 --pages", "--pages and --workers do not go together")]
    [InlineData("--what-if --record /tmp/r.csv", "--record and --what-if do not go together")]
    [InlineData("--what-if --repeat 2", "--repeat and --what-if do not go together")]
    [InlineData("--what-if --gc frozen", "--gc and --what-if do not go together: every setting is measured")]
    public async Task What_cannot_be_is_refused_in_one_line(string options, string says)
    {
        Requires.Program(Remedy, "python3");
        var result = await CowCommand.RunAsync(["measure", "--runtime", "python", .. options.Split(' ')]);
        Assert.Contains(says, result.OneLine());
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
    }

    [Theory]
    [InlineData("--what-if")]
    [InlineData("--workers", "2")]
    public async Task An_error_in_the_code_is_what_its_language_prints(params string[] options)
    {
        Requires.Program(Remedy, "python3");
        var result = await CowCommand.RunAsync(["measure", "--runtime", "python", "--parent-code", "x = 0", "--child-code", "1 / x", .. options]);
        Assert.Contains("ZeroDivisionError: division by zero", result.Errors);
        Assert.Equal("", result.Output);
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
    }

    [Fact]
    public async Task Neither_parent_nor_workers_outlive_a_killed_observer()
    {
        Requires.Program(Remedy, "python3");
        using var cow = CowCommand.Start("measure", "--runtime", "python", "--count", "1000", "--workers", "1000");
        var proc = new ProcFs();
        await Processes.UntilAsync(() => proc.Process(cow.Pid).Children().Any(parent => proc.Process(parent).Children().Count > 3));
        System.Diagnostics.Process.GetProcessById(cow.Pid).Kill();
        // Fails when a process with the mark is left.
        Assert.Equal(128 + 9, (await cow.ResultAsync()).ExitCode);
    }

    [Fact]
    public async Task The_help_fits_80_columns_but_for_the_commands_that_one_may_copy()
    {
        var result = await CowCommand.RunAsync("measure", "--help");
        Assert.All(result.Output.Split("Examples:")[0].Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("--what-if", result.Output);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
