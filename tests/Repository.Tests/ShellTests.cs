using System.Text.RegularExpressions;
using CowNotebooks.Tests;

namespace CowNotebooks.Repository.Tests;

/// <summary>No text of a user goes through a shell: programs are started with lists of arguments, and the one script that a shell runs is a constant.</summary>
public sealed partial class ShellTests
{
    // The shell that keeps a server, whose command comes as arguments; and Python, asked where it is installed.
    private static readonly string[] Constants = ["lib/Lab/Serving/KeptProgram.cs", "lib/Cow/Commands/KernelPlace.cs"];

    [Fact]
    public void Programs_are_started_with_lists_of_arguments()
    {
        var sources = Files("*.cs");
        Assert.Contains(sources, file => File.ReadAllText(file).Contains("ProcessStartInfo(", StringComparison.Ordinal));
        Assert.All(sources, file => Assert.DoesNotMatch(ShellOfDotNet(), File.ReadAllText(file)));
        Assert.Equal(Constants.Order(), sources.Where(file => File.ReadAllText(file).Contains("\"-c\"", StringComparison.Ordinal)
            && !file.EndsWith("Languages.cs", StringComparison.Ordinal)).Select(file => Path.GetRelativePath(Source.Root, file)).Order());
    }

    [Theory]
    [InlineData("*.py")]
    [InlineData("*.rb")]
    [InlineData("*.php")]
    [InlineData("*.pl")]
    public void No_parent_starts_a_program(string pattern)
    {
        var sources = Files(pattern).Where(file => !file.Contains("/catalogue/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(sources);
        Assert.All(sources, file => Assert.DoesNotMatch(ShellOfScripts(), File.ReadAllText(file)));
    }

    private static List<string> Files(string pattern) =>
        [.. Directory.EnumerateFiles(Path.Combine(Source.Root, "lib"), pattern, SearchOption.AllDirectories).Where(file => !file.Split('/').Any(part => part is "bin" or "obj"))];

    // A single string of arguments is split by rules of its own.
    [GeneratedRegex(@"UseShellExecute\s*=\s*true|\bArguments\s*=\s*[$@""]|ProcessStartInfo\([^)\[]*,\s*[$@""]")]
    private static partial Regex ShellOfDotNet();

    [GeneratedRegex(@"\bos\.(?:system|popen|exec\w*|spawn\w*)\b|\bsubprocess\b|\bshell_exec\b|\bproc_open\b|\bpassthru\b|\bpopen\b|\bpcntl_exec\b|\bOpen3\b|\bqx\b|(?<![\w.>:$])system\s*[(']|%x[({\[|]")]
    private static partial Regex ShellOfScripts();
}
