using System.Diagnostics;
using System.Text.Json;
using CowNotebooks.Lab;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

/// <summary>A parent that is none of ours: 40 lines of Lua, written by somebody who had lib/Parents/PROTOCOL.md and nothing else.</summary>
public sealed class OwnParentTests
{
    internal static readonly string Mine = Path.Combine(Source.Root, "tests/fixtures/parents/lua/mine");

    [Fact]
    public async Task A_parent_of_forty_lines_answers_as_the_protocol_says()
    {
        RequireLua();
        Assert.InRange(File.ReadAllLines(Mine).Length, 1, 40);
        var result = await CowCommand.RunAsync("parent", "check", Mine);

        Assert.DoesNotContain("✗", result.Output);
        Assert.Contains("answers are as they should be", result.Output);
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
    }

    [Theory]
    [InlineData("for i = 1, #x do local y = x[i][1] end", 0, 8)]
    [InlineData("for i = 1, #x do x[i][1] = 0 end", 2_000, 3_000)]
    public async Task Its_own_code_is_measured(string work, long least, long most)
    {
        RequireLua();
        var result = await CowCommand.RunAsync(
            "measure", "--runtime", Mine, "--parent-code", "x = {} for i = 1, Size do x[i] = {i} end", "--child-code", work, "--set", "Size=100000", "--json");

        var report = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal("lua", report.GetProperty("runtime").GetString());
        Assert.InRange(report.GetProperty("copiedPages").GetInt64(), least, most);
        Assert.Equal("agree", report.GetProperty("reconciliation").GetProperty("verdict").GetString());
        // It does not time its fork, and need not.
        Assert.Equal(JsonValueKind.Null, report.GetProperty("forkNanoseconds").ValueKind);
        Assert.Contains(report.GetProperty("warnings").EnumerateArray(), warning => warning.GetString() == "No fork time: the parent does not say how long its fork() took.");
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
    }

    [Fact]
    public async Task Its_catalogue_is_known_by_name()
    {
        RequireLua();
        var result = await CowCommand.RunAsync("measure", "--runtime", Mine, "--workload", "iterate", "--count", "20000", "--slices", "4", "--json");
        Assert.Equal(0, JsonDocument.Parse(result.Output).RootElement.GetProperty("predictedPages").GetInt64());

        var wrong = await CowCommand.RunAsync("measure", "--runtime", Mine, "--workload", "fly");
        Assert.Contains("There is no workload 'fly'", wrong.OneLine());
    }

    [Theory]
    [InlineData("/bin/cat")]
    [InlineData("/bin/true")]
    public async Task A_program_that_is_no_parent_is_named_with_what_to_do(string program)
    {
        var result = await CowCommand.RunAsync("parent", "check", program);
        Assert.Contains(program, result.OneLine());
        Assert.Contains("PROTOCOL.md", result.Errors);
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
    }

    public static TheoryData<string> Ours => [.. Runtime.Names];

    [Theory]
    [MemberData(nameof(Ours))]
    public async Task So_do_ours(string runtime)
    {
        Requires.Runtime(runtime);
        var result = await CowCommand.RunAsync("parent", "check", runtime);

        Assert.DoesNotContain("✗", result.Output);
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
    }

    internal static void RequireLua()
    {
        const string remedy = "Install Lua: apt-get install lua5.3 lua-posix.";
        var lua = Requires.Program(remedy, "lua5.3");
        using var process = Process.Start(lua, ["-e", "require 'posix.unistd'"]);
        process.WaitForExit();
        Requires.That(process.ExitCode == 0, $"luaposix is not installed. {remedy}");
    }
}
