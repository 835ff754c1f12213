using System.Text.Json;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

/// <summary><c>cow measure</c> on code that nobody here wrote.</summary>
public sealed class MeasureOwnCodeTests : IDisposable
{
    private const string Remedy = "Install it (Debian: apt-get install python3).";
    private readonly string _folder = Directory.CreateTempSubdirectory("cow-test-").FullName;

    [Fact]
    public async Task Two_files_are_loaded_in_the_parent_and_run_in_the_child()
    {
        Requires.Program(Remedy, "python3");
        var (load, work) = (Write("load.py", "long_list = list(range(Size))\n"), Write("work.py", "for i in long_list:\n    pass\n"));
        var report = await CowCommand.JsonAsync("measure", "--runtime", "python", "--parent", load, "--child", work, "--set", "Size=200000", "--predict", "long_list", "--json");

        Assert.Equal(("load.py", "work.py"), (report.GetProperty("heap").GetString(), report.GetProperty("workload").GetString()));
        Assert.Equal(JsonValueKind.Null, report.GetProperty("count").ValueKind);
        var (predicted, copied) = (report.GetProperty("predictedPages").GetInt64(), report.GetProperty("copiedPages").GetInt64());
        Assert.InRange(copied - predicted, -2, 2);
        Assert.InRange(predicted, 1_500, 1_650);
    }

    [Fact]
    public async Task Without_a_variable_nothing_is_predicted_and_that_is_said()
    {
        var report = await CowCommand.JsonAsync("measure", "--parent-code", "var xs = new object[1000];", "--child-code", "xs.Length", "--json");

        Assert.Equal(JsonValueKind.Null, report.GetProperty("predictedPages").ValueKind);
        Assert.Contains(report.GetProperty("warnings").EnumerateArray(), warning => warning.GetString()!.StartsWith("No predicted pages: it is not known what", StringComparison.Ordinal));
        Assert.Equal("1000", report.GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("dotnet", "var xs = Enumerable.Range(0, 50_000).Select(i => (object)(long)i).ToArray();", "foreach (var x in xs) lock (x) { }")]
    [InlineData("python", "xs = list(range(50000))", "for x in xs: pass")]
    public async Task The_same_child_runs_it_again_and_copies_nothing_more(string runtime, string load, string work)
    {
        if (runtime == "python") Requires.Program(Remedy, "python3");
        var report = await CowCommand.JsonAsync("measure", "--runtime", runtime, "--parent-code", load, "--child-code", work, "--repeat", "3", "--json");

        Assert.True(report.GetProperty("copiedPages").GetInt64() > 250);
        Assert.Equal(2, report.GetProperty("repeats").GetArrayLength());
        Assert.All(report.GetProperty("repeats").EnumerateArray(), again => Assert.InRange(again.GetProperty("copiedPages").GetInt64(), 0, 2));
    }

    [Fact]
    public async Task Code_may_begin_with_the_sign_of_a_Perl_array()
    {
        Requires.Runtime("perl");
        var report = await CowCommand.JsonAsync("measure", "--runtime", "perl", "--parent-code", "@x = (1 .. 5);", "--child-code", "@y = @x; scalar(@y)", "--json");
        Assert.Equal("5", report.GetProperty("value").GetString());
    }

    [Fact]
    public async Task An_error_of_a_later_run_is_that_of_the_whole()
    {
        Requires.Program(Remedy, "python3");
        string[] command = ["measure", "--runtime", "python", "--parent-code", "x = 1", "--child-code", "1 / x\nx = 0", "--repeat", "3"];
        var text = await CowCommand.RunAsync(command);
        Assert.Equal(ExitCodes.Failed, text.ExitCode);
        Assert.Contains("ZeroDivisionError", text.Errors);
        Assert.Contains("2, not finished", text.Output);

        var json = JsonDocument.Parse((await CowCommand.RunAsync([.. command, "--json"])).Output).RootElement;
        Assert.Contains("ZeroDivisionError", json.GetProperty("outcome").GetString());
        Assert.Contains(json.GetProperty("warnings").EnumerateArray(), warning => warning.GetString()!.Contains("ZeroDivisionError", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_it_prints_and_its_value_are_shown()
    {
        Requires.Program(Remedy, "python3");
        var result = await CowCommand.RunAsync("measure", "--runtime", "python", "--parent-code", "x = 6", "--child-code", "print('hello')\nx * 7");

        Assert.Contains("hello", result.Output);
        Assert.Contains("Its value: 42", result.Output);
        Assert.All(result.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory]
    [InlineData("python", "x = 1 +", "pass", "SyntaxError: invalid syntax")]
    [InlineData("python", "1 / 0", "pass", "ZeroDivisionError: division by zero")]
    [InlineData("python", "x = 1", "def f():\n    return y\nf()", "File \"cell\", line 2, in f")]
    [InlineData("dotnet", "var x = 1;", "int y = \"no\";", "cell(1,9): error")]
    [InlineData("dotnet", "var x = 1;", "Task.Run(() => 1);", "Task.Run needs a second thread")]
    [InlineData("dotnet", "var x = 0;", "1 / x", "System.DivideByZeroException")]
    public async Task An_error_in_it_is_what_its_language_prints(string runtime, string load, string work, string says)
    {
        if (runtime == "python") Requires.Program(Remedy, "python3");
        var result = await CowCommand.RunAsync("measure", "--runtime", runtime, "--parent-code", load, "--child-code", work);

        Assert.Contains(says, result.Errors);
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
    }

    [Fact]
    public async Task A_loop_without_end_is_ended_by_the_time_limit()
    {
        Requires.Program(Remedy, "python3");
        var result = await CowCommand.RunAsync("measure", "--runtime", "python", "--parent-code", "x = 1", "--child-code", "while True: pass", "--timeout", "3");

        Assert.Contains("The child did not answer within 3 s while running '--child-code', and was ended.", result.Errors);
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
    }

    [Theory]
    [InlineData("--parent /no/such/file", "/no/such/file cannot be read")]
    [InlineData("--parent a --parent-code b", "both give the code")]
    [InlineData("--set x", "sets nothing")]
    [InlineData("--repeat many", "not a whole number")]
    public async Task What_cannot_be_is_refused_in_one_line(string options, string says)
    {
        var result = await CowCommand.RunAsync(["measure", .. options.Split(' ')]);
        Assert.Contains(says, result.OneLine());
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
    }

    [Theory]
    [InlineData("dotnet", "boxed-integers", "lock", "lock (element.Object)")]
    [InlineData("python", "integers", "iterate", "for x in part(heap)")]
    public async Task The_catalogue_shows_its_source(string runtime, string heap, string workload, string code)
    {
        var result = await CowCommand.RunAsync("measure", "--runtime", runtime, "--heap", heap, "--workload", workload, "--show-source");
        Assert.Contains(code, result.Output);
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
