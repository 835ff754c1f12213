using System.Text.Json.Nodes;

namespace CowNotebooks.Tests;

/// <summary>The solutions that a reader can unfold solve the exercises.</summary>
public sealed class SolutionTests
{
    private const string Answer = "exercise-answer", Check = "exercise-check";

    public static TheoryData<string> Solved => [.. All.Where(notebook => File.Exists(SolutionOf(notebook)))];

    private static IEnumerable<string> All => Directory.EnumerateFiles(CourseCopy.Notebooks, "*.ipynb").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    [Fact]
    public void Each_notebook_with_an_exercise_has_a_solution() =>
        Assert.All(All.Where(notebook => CellsOf(Read(notebook), Answer).Any()),
            notebook => Assert.True(File.Exists(SolutionOf(notebook)), $"There is no {SolutionOf(notebook)} for the exercise of {notebook}."));

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Solved))]
    public async Task A_solution_passes_the_check_of_its_exercise(string notebook)
    {
        Requires.Program("Install it (Debian: apt-get install python3).", "python3");
        var json = Read(notebook);
        var blocks = CourseCopy.Blocks(await File.ReadAllTextAsync(SolutionOf(notebook), TestContext.Current.CancellationToken));
        var answers = CellsOf(json, Answer).ToList();
        Assert.True(blocks.Count == answers.Count, $"{SolutionOf(notebook)} has {blocks.Count} blocks of code, and {notebook} has {answers.Count} cells {Answer}.");
        foreach (var (cell, block) in answers.Zip(blocks)) cell["source"] = block;

        // What follows the last check is none of the solution's.
        var cells = json["cells"]!.AsArray();
        var last = cells.IndexOf(CellsOf(json, Check).Last());
        while (cells.Count > last + 1) cells.RemoveAt(last + 1);
        using var course = new CourseCopy();
        var run = await course.RunAsync(notebook, json.ToJsonString(), "-p", "Size=20000");

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.All(CellsOf(course.Executed(notebook), Check), check => Assert.StartsWith("Checked:", Text(check), StringComparison.Ordinal));
    }

    [Fact]
    public void The_blocks_of_a_solution_are_its_answers_in_order() =>
        Assert.Equal(["#!child --new\nsum(x)", "```\nx"], CourseCopy.Blocks("Like this: `y`\n\n```python\n#!child --new\nsum(x)\n```\n\nAnd\n\n````\n```\nx\n````\n"));

    private static string SolutionOf(string notebook) => Path.Combine(CourseCopy.Notebooks, "solutions", $"{notebook[..2]}.md");

    private static JsonNode Read(string notebook) => JsonNode.Parse(File.ReadAllText(Path.Combine(CourseCopy.Notebooks, notebook)))!;

    private static IEnumerable<JsonNode> CellsOf(JsonNode notebook, string id) =>
        notebook["cells"]!.AsArray().Select(cell => cell!).Where(cell => cell["id"]?.ToString().StartsWith(id, StringComparison.Ordinal) is true);

    private static string Text(JsonNode cell) =>
        string.Concat(cell["outputs"]!.AsArray().Select(output => output!["data"]?["text/plain"])
            .Select(text => text is JsonArray lines ? string.Concat(lines.Select(line => line!.ToString())) : text?.ToString()));
}
