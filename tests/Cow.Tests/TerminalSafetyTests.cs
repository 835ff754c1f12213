using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

/// <summary>What others wrote does not steer the terminal of whoever looks at it.</summary>
public class TerminalSafetyTests
{
    private const string Title = "\u001b]0;owned\a\u001b[2J";

    [Theory]
    [InlineData("check")]
    [InlineData("clean")]
    [InlineData("run")]
    public async Task Names_of_files_and_lines_of_notebooks_are_said_without_what_would_steer_it(string command)
    {
        using var repository = new Repository().WithFile($"{Title}.ipynb", $"{{\n<<<<<<< {Title}\n}}");
        var said = await CowCommand.RunInAsync(repository.Folder, command, $"{Title}.ipynb");

        Assert.NotEqual(0, said.ExitCode);
        Assert.Contains("\\x1b]0;owned\\x07", said.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(said.Output + said.Errors, letter => char.IsControl(letter) && letter != '\n');
    }

    [Fact]
    public async Task So_are_unknown_words_of_a_command_line()
    {
        var said = await CowCommand.RunAsync("measure", "--runtime", Title);

        Assert.DoesNotContain(said.Output + said.Errors, letter => char.IsControl(letter) && letter != '\n');
    }
}
