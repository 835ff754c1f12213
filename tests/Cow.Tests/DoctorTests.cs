using CowNotebooks.Cow.Doctor;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Diagnosing;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

public sealed class DoctorTests
{
    [Fact]
    public async Task It_says_of_each_thing_whether_it_can_be_measured_in_80_columns()
    {
        var result = await CowCommand.RunAsync("doctor");
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Equal("", result.Errors);
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 80));
        Assert.All(lines, line => Assert.Contains(line[0], "✓✗· "));
        foreach (var what in new[] { "kernel", "smaps_rollup", "pagemap", "perf events", "PAGEMAP_SCAN",
            "memory of children", "page size", "transparent huge pages", "KSM", "memory", ".NET", "ICU", "dotnet", "python", "KaTeX", "mermaid" })
            // A long path stands on the next line.
            Assert.Contains(lines, line => line[2..].StartsWith($"{what}:", StringComparison.Ordinal));
        Assert.Contains("✓ dotnet: .NET 10", result.Output);
        foreach (var other in Runtime.Names.SelectMany(name => Runtime.Parse(name).OtherInterpreters)) Assert.Contains(lines, line => line[2..].StartsWith($"{other}: ", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_machine_does_to_figures_it_says_in_the_words_of_the_reports()
    {
        var root = Directory.CreateTempSubdirectory("cow-test-").FullName;
        foreach (var (file, content) in new[] { ("sys/kernel/mm/ksm/run", "1"),
            ("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never"), ("proc/version", "Linux version 4.4.0 (gVisor)") })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, file))!);
            File.WriteAllText(Path.Combine(root, file), content);
        }

        var machine = Machine.Read(root);
        Directory.Delete(root, recursive: true);
        var said = KernelFindings.All(machine).Concat(MemoryFindings.All(machine)).Where(finding => finding.IsGood != true).Select(finding => finding.Says).ToList();
        Assert.Equal(3, machine.Notes.Count);
        Assert.Subset(said.ToHashSet(), machine.Notes.ToHashSet());
    }

    [Fact]
    public void It_names_what_draws_formulas_and_diagrams_or_how_to_get_it()
    {
        var root = Directory.CreateTempSubdirectory("cow-test-").FullName;
        var script = Path.Combine(root, "node_modules/mermaid/dist/mermaid.min.js");
        Directory.CreateDirectory(Path.GetDirectoryName(script)!);
        File.WriteAllText(script, "");
        var mermaid = BookFindings.All(Path.Combine(root, "notebooks")).Single(finding => finding.What == "mermaid");
        Directory.Delete(root, recursive: true);
        Assert.True(mermaid.IsGood);
        Assert.StartsWith(script, mermaid.Says, StringComparison.Ordinal);
        // Whatever this machine has.
        Assert.All(BookFindings.All(root), finding => Assert.Contains(finding.IsGood == true ? "drawn" : "npm install", finding.Says, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_help_of_measure_names_the_interpreter_of_each_runtime_that_has_one()
    {
        var help = (await CowCommand.RunAsync("measure", "--help")).Output;
        foreach (var name in Runtime.Names.Where(name => Runtime.Parse(name).InterpreterVariable is not null))
            Assert.Contains($"Interpreter of {name}:\n  {Runtime.Parse(name).Program}; {Runtime.Parse(name).InterpreterVariable} names another{string.Concat(Runtime.Parse(name).OtherInterpreters.Select(other => $"; also {other}"))}\n",
                help, StringComparison.Ordinal);
        Assert.DoesNotContain("Interpreter of dotnet", help, StringComparison.Ordinal);
        Assert.Contains("COW_PYTHON", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("measure")]
    [InlineData("ps")]
    [InlineData("watch")]
    [InlineData("doctor")]
    public async Task Each_command_explains_itself_with_an_example(string command)
    {
        var result = await CowCommand.RunAsync(command, "--help");
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Contains("Example", result.Output);
        Assert.Contains($"cow {command}", result.Output);
    }
}
