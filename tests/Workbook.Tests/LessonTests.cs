using System.Text.RegularExpressions;

namespace CowNotebooks.Tests;

/// <summary>
/// Lessons as other people write them, in the folder <c>lessons</c>: the ways of a C# notebook that has nothing to do with this project. Each ends with cells that
/// throw when its results are wrong; cells that fail on purpose are tagged <c>raises-exception</c>.
/// </summary>
public partial class LessonTests
{
    private static readonly string Folder = Path.Combine(Source.Root, "tests/Workbook.Tests/lessons");

    public static TheoryData<string> All => [.. Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_twenty_lessons() => Assert.Equal(20, All.Count);

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_lesson_by_another_author_runs_and_finds_its_results_right(string lesson)
    {
        var output = Directory.CreateTempSubdirectory("cow-lesson-").FullName;
        try
        {
            var run = await CowCommand.RunInAsync(Folder, "run", lesson, "--out", output);

            Requires.That(!RegistryMissing().IsMatch(run.Output + run.Errors), $"{lesson} needs packages that are not on this machine. Connect it to a package registry.");
            Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    // The registry's index is out of reach.
    [GeneratedRegex("NU1301|Unable to load the service index")]
    private static partial Regex RegistryMissing();
}
