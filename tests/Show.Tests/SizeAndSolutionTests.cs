using CowNotebooks.Lab;
using CowNotebooks.Show;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Tests.Show;

public sealed class SizeAndSolutionTests
{
    [Fact]
    public void A_size_that_fits_is_shown_with_what_it_takes() =>
        Assert.Matches(@"^Checked: 100,000 elements take at most about 6\.1 MB, a child's copy as much again; [\d,.]+ [MGTP]B are available\.$", Check.Size(100_000, bytesEach: 64, least: 1_000).ToString());

    [Theory]
    [InlineData(100_000_000_000_000)]
    [InlineData(long.MaxValue)]
    public void A_size_that_does_not_fit_is_refused_with_the_largest_that_does(long size)
    {
        var refused = Assert.Throws<LabUsageException>(() => Check.Size(size, bytesEach: 64));

        Assert.Matches(@"^size is [\d,]+: so many elements and a child's copy of them need about [\d,.]+ [TPEZ]B, and this machine has .* available.* Ask for at most [\d,]+\.$", refused.Message);
    }

    [Theory]
    [InlineData(0, 1, "size is 0, which is too small. Ask for 1 or more.")]
    [InlineData(-5, 1_000, "size is -5, which is too small. Ask for 1,000 or more.")]
    [InlineData(long.MinValue, 1, "size is -9,223,372,036,854,775,808, which is too small. Ask for 1 or more.")]
    public void A_size_that_is_too_small_is_refused_with_the_least(long size, long least, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<LabUsageException>(() => Check.Size(size, bytesEach: 64, least)).Message);

    [Fact]
    public void A_solution_is_markdown_folded_away_and_plain_text_does_not_give_it_away()
    {
        using var folder = new SolutionFolder("04", "Sum it:\n\n```\n#!child --new\nsum(x) < 3\n```\n");
        var solution = Check.Solution(4, folder.Path);

        Assert.Equal("<details>\n<summary>Solution</summary>\n\nSum it:\n\n```\n#!child --new\nsum(x) < 3\n```\n\n</details>\n", solution.ToDisplayString("text/markdown"));
        Assert.Equal("The solution is in solutions/04.md.", solution.ToDisplayString("text/plain"));
    }

    [Fact]
    public void A_solution_that_is_missing_fails_no_cell_and_says_where_it_should_be()
    {
        using var folder = new SolutionFolder("04", "");
        var solution = Check.Solution(12, folder.Path);

        Assert.False(solution.IsThere);
        Assert.All(new[] { "text/markdown", "text/plain" }, type => Assert.StartsWith("There is no solution here: solutions/12.md", solution.ToDisplayString(type), StringComparison.Ordinal));
    }

    private sealed class SolutionFolder : IDisposable
    {
        public SolutionFolder(string number, string text)
        {
            Directory.CreateDirectory(System.IO.Path.Combine(Path, "solutions"));
            File.WriteAllText(System.IO.Path.Combine(Path, $"solutions/{number}.md"), text);
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("cow-test-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
