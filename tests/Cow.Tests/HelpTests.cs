using System.Text.RegularExpressions;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

/// <summary>The help of cow, which lists commands of which only the one that is named has been made.</summary>
public sealed partial class HelpTests
{
    [Fact]
    public async Task Each_command_that_the_help_lists_can_be_named_and_shows_options_of_its_own()
    {
        var root = await CowCommand.RunAsync("--help");
        Assert.Equal(ExitCodes.Ok, root.ExitCode);
        Assert.All(root.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
        var commands = Command().Matches(root.Output[root.Output.IndexOf("Commands:", StringComparison.Ordinal)..]).Select(match => match.Groups[1].Value).ToList();
        Assert.Contains("measure", commands);
        foreach (var command in commands)
        {
            var help = await CowCommand.RunAsync(command, "--help");
            Assert.Equal(ExitCodes.Ok, help.ExitCode);
            Assert.Contains($"cow {command}", help.Output, StringComparison.Ordinal);
            Assert.True(help.Output.Contains("Options:", StringComparison.Ordinal), command);
            Assert.True(help.Output.Split('\n').Length > 8, help.Output);
        }
    }

    [Fact]
    public async Task A_word_that_is_no_command_is_named_beside_the_way_to_the_help()
    {
        var result = await CowCommand.RunAsync("nosuch");
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.Contains("'nosuch'", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Try: cow --help", result.Errors, StringComparison.Ordinal);
    }

    [GeneratedRegex("^  ([a-z]+) ", RegexOptions.Multiline)]
    private static partial Regex Command();
}
