using System.Globalization;
using System.Text.Json;
using CowNotebooks.Lab;
using CowNotebooks.Tests;
using CowNotebooks.Tests.Attaching;

namespace CowNotebooks.Cow.Tests;

public sealed class AttachTests
{
    private static readonly string[] ChildsFigures = ["ussBytes", "sharedWithParentPages", "sharedWithOthersPages", "privateIdenticalPages", "privateDifferentPages", "newPages", "swappedPages"];

    [Fact]
    public async Task The_JSON_has_each_member_with_its_figures_and_the_sums_of_the_family()
    {
        using var forks = new Forks();
        forks.Tell("root fork child", "child write 0 100", "child same 100 200", "child new 7");

        var (result, family, parent, child) = await AttachAsync();
        // USS and the page map are read one after the other: a stranger that starts or ends between them changes what is private of libc.
        for (var more = 9; more > 0 && Uss() != PrivateBytes(); more--) (result, family, parent, child) = await AttachAsync();

        Assert.Equal([forks["root"], forks["child"]], new[] { parent, child }.Select(member => member.GetProperty("pid").GetInt32()));
        Assert.Equal(["parent", "child"], new[] { parent, child }.Select(member => member.GetProperty("role").GetString()));
        Assert.Equal(JsonValueKind.Null, parent.GetProperty("sharedWithParentPages").ValueKind);
        Assert.All(ChildsFigures, name => Assert.True(child.GetProperty(name).GetInt64() >= 0));
        Assert.InRange(child.GetProperty("privateIdenticalPages").GetInt64(), 200, 300);
        Assert.InRange(child.GetProperty("privateDifferentPages").GetInt64(), 100, 300);
        Assert.Equal(Uss(), PrivateBytes());
        Assert.All(MemberFigures.OfPages, figure =>
        {
            var whole = child.GetProperty(figure.Name).GetInt64();
            Assert.Equal(whole, child.GetProperty("byKind").EnumerateObject().Sum(kind => kind.Value.GetProperty(figure.Name).GetInt64()));
            Assert.Equal(whole, child.GetProperty("mappings").EnumerateArray().Sum(mapping => mapping.GetProperty(figure.Name).GetInt64()));
        });
        Assert.All(FamilyFigures.Rows, figure => Assert.Equal(JsonValueKind.Number, family.GetProperty(figure.Name).ValueKind));
        var warnings = family.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()).ToList();
        var missing = from member in new[] { parent, child } from figure in MemberFigures.Rows where member.GetProperty(figure.Name).ValueKind == JsonValueKind.Null select (member, figure);
        foreach (var (member, figure) in missing)
            Assert.Contains(warnings, warning => warning!.StartsWith($"Of process {member.GetProperty("pid")}: No {figure.Title}: ", StringComparison.Ordinal));
        Assert.Equal(ExitCodes.Ok, result.ExitCode);

        long Uss() => child.GetProperty("ussBytes").GetInt64();

        long PrivateBytes() => child.GetProperty("privatePages").GetInt64() * family.GetProperty("pageSize").GetInt64();

        async Task<(CowOutput Result, JsonElement Family, JsonElement Parent, JsonElement Child)> AttachAsync()
        {
            var result = await CowCommand.RunAsync("attach", $"{forks["child"]}", "--json", "--mappings");
            var family = JsonDocument.Parse(result.Output).RootElement;
            return (result, family, family.GetProperty("members")[0], family.GetProperty("members")[1]);
        }
    }

    [Theory]
    [InlineData("--mappings")]
    [InlineData()]
    public async Task The_text_fits_80_columns_and_has_a_row_for_each_member(params string[] options)
    {
        using var forks = new Forks(pages: 120_000);
        forks.Tell("root fork child", "child fork grandchild", "child write 0 40000", "child same 40000 30000", "root write 100000 1000");

        var result = await CowCommand.RunAsync(["attach", $"{forks["grandchild"]}", .. options]);

        var lines = result.Output.Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.All(new[] { ("", "root"), (" ", "child"), ("  ", "grandchild") },
            member => Assert.Contains(lines, line => line.StartsWith($" {member.Item1}{forks[member.Item2]} ", StringComparison.Ordinal)));
        Assert.Contains("The private pages make up USS exactly, in each of them.", result.Output, StringComparison.Ordinal);
        Assert.Contains("no fault was taken meanwhile", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gigabyte_shared_by_two_is_read_without_a_fault_of_theirs_in_less_than_100_MB()
    {
        Requires.That(Machine.Read().Memory?.MemAvailable > 3L << 30, "3 GB of memory are not available. Run it on a larger machine.");
        using var forks = new Forks(pages: 1 << 18);
        forks.Tell("root fork child", "child same 0 204000");
        var faults = forks.Faults;

        var (nothing, _) = await PeakAsync("attach", "--help");
        var (peak, output) = await PeakAsync("attach", $"{forks["root"]}", "--json");

        Assert.Equal(faults, forks.Faults);
        Assert.InRange(JsonDocument.Parse(output).RootElement.GetProperty("members")[1].GetProperty("privateIdenticalPages").GetInt64(), 204_000, 204_200);
        Assert.InRange(peak - nothing, 0, 100L << 20);
    }

    [Fact]
    public async Task Hostile_names_arrive_as_numbers_in_text_and_JSON()
    {
        const string name = "\\x1b[31m\\u202ex";
        using var forks = new Forks();
        forks.Tell($"root name {name}", $"root fork child", $"child name {name}");

        foreach (var options in new string[][] { [], ["--mappings"], ["--json", "--mappings"] })
        {
            var result = await CowCommand.RunAsync(["attach", $"{forks["child"]}", .. options]);
            Assert.Equal(ExitCodes.Ok, result.ExitCode);
            Assert.DoesNotContain(result.Output, character => character != '\n' && (char.IsControl(character) || character == '\u202e'));
        }

        var family = JsonDocument.Parse((await CowCommand.RunAsync("attach", $"{forks["child"]}", "--json")).Output).RootElement;
        Assert.Equal("\\x1b[31m\\x202ex", family.GetProperty("members")[1].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("4194303", ExitCodes.Failed)]
    [InlineData("0", ExitCodes.Usage)]
    [InlineData("-7", ExitCodes.Usage)]
    [InlineData("init", ExitCodes.Usage)]
    public async Task A_process_that_is_not_there_is_one_line(string pid, int exitCode)
    {
        var result = await CowCommand.RunAsync("attach", pid);
        Assert.Contains(pid, result.OneLine(), StringComparison.Ordinal);
        Assert.Equal(exitCode, result.ExitCode);
    }

    [Theory]
    [InlineData("attach")]
    [InlineData("watch")]
    [InlineData("ps", "-p")]
    public async Task The_number_of_a_thread_is_refused_in_one_line(params string[] command)
    {
        using var forks = new Forks();
        var result = await CowCommand.RunAsync([.. command, $"{forks.Tell("root thread")}"]);
        Assert.Contains($"Name {forks["root"]} instead.", result.OneLine(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
    }

    [Fact]
    public async Task As_nobody_another_users_process_is_refused_in_one_line()
    {
        using var forks = new Forks();
        var result = await CowCommand.RunAsNobodyAsync("attach", $"{forks["root"]}");
        Assert.Contains("run as root", result.OneLine(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
    }

    /// <summary>The most memory that cow had resident (getrusage(2), ru_maxrss).</summary>
    private static async Task<(long Bytes, string Output)> PeakAsync(params string[] arguments)
    {
        const string program = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)";
        var result = await CowCommand.StartBy(Requires.Program("Install CPython: apt-get install python3.", "python3"), ["-c", program], arguments).ResultAsync();
        return (long.Parse(result.Errors, CultureInfo.InvariantCulture) * 1024, result.Output);
    }
}
