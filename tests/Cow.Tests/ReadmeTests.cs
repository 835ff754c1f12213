using System.Text.RegularExpressions;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

/// <summary>What the README says is so.</summary>
public sealed partial class ReadmeTests
{
    private const string Begin = "dotnet run --project lib/Cow -- ";

    public static TheoryData<string> Commands =>
        [.. Lines.Where(line => line.StartsWith(Begin, StringComparison.Ordinal)).Select(line => line[Begin.Length..].Split('#')[0].Trim()).Where(command => !IsTestedElsewhere(command))];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Its_commands_work(string command)
    {
        if (command.Contains("--runtime python", StringComparison.Ordinal)) Requires.Program("Install it (Debian: apt-get install python3).", "python3");
        if (command.Contains("./mine", StringComparison.Ordinal)) OwnParentTests.RequireLua();
        var folder = Directory.CreateTempSubdirectory("cow-test-").FullName;
        File.WriteAllText(Path.Combine(folder, "load.py"), "long_list = list(range(Size))");
        File.WriteAllText(Path.Combine(folder, "work.py"), "for i in long_list: pass");
        var words = Words().Matches(command).Select(word => word.Value.Trim('\''))
            .Select(word => word == "./mine" ? OwnParentTests.Mine : word == "1234" ? $"{Environment.ProcessId}" : word.EndsWith(".py", StringComparison.Ordinal) ? Path.Combine(folder, word) : word);
        // Of a million objects in every runtime the law is no other than of a thousand, and CompareTests hold it.
        if (command.StartsWith("compare", StringComparison.Ordinal) && !command.Contains("--count", StringComparison.Ordinal)) words = words.Concat(["--count", "1000"]);
        var result = await CowCommand.RunAsync([.. words]);
        Directory.Delete(folder, recursive: true);
        Assert.Equal("", result.Errors);
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
    }

    [Fact]
    public void It_lists_every_notebook_in_order_and_no_other()
    {
        var listed = Lines.Where(line => line.StartsWith("| [", StringComparison.Ordinal)).Select(line => line.Split('(', ')')[1]);
        var present = Directory.GetFiles(Path.Combine(Source.Root, "notebooks"), "*.ipynb").Select(path => $"notebooks/{Path.GetFileName(path)}").Order(StringComparer.Ordinal);
        Assert.Equal(present, listed);
    }

    // As a shell parts them: quotes hold blanks together.
    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Words();

    private static string[] Lines => File.ReadAllLines(Path.Combine(Source.Root, "README.md"));

    // Executing all notebooks is a step of its own in CI; the kernel and Jupyter have tests of their own, away from this user's folders.
    private static bool IsTestedElsewhere(string command) => command.Split(' ')[0] is "run" or "kernel" or "open";
}
