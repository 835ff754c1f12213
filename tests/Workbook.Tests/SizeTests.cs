namespace CowNotebooks.Tests;

/// <summary>A size that makes no sense is refused in a sentence, before anything is allocated.</summary>
public sealed class SizeTests
{
    private const string Notebook = "#!csharp\n\n#!import setup.dib\n\n#!csharp\n\n// parameters\nlong Size = 1_000_000;\n\n#!csharp\n\nCheck.Size(Size, bytesEach: 64, least: 1_000)\n";

    [Theory]
    [InlineData("0", "cell 4, line 1: Size is 0, which is too small. Ask for 1,000 or more.")]
    [InlineData("-5", "cell 4, line 1: Size is -5, which is too small. Ask for 1,000 or more.")]
    [InlineData("100000000000", "cell 4, line 1: Size is 100,000,000,000: so many elements and a child's copy of them need about 12 TB, and this machine has")]
    public async Task A_size_that_cannot_be_is_refused_in_the_cell_that_looks_at_it(string size, string sentence)
    {
        using var course = new CourseCopy();
        var run = await course.RunAsync("t.dib", Notebook, "-p", $"Size={size}");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(sentence, run.Output + run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("at CowNotebooks.", run.Output + run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("0.5")]
    [InlineData("1e-6")]
    [InlineData("1e999999999")]
    [InlineData("100000000000000000000")]
    public async Task What_is_no_whole_number_is_refused_before_anything_runs(string size)
    {
        using var course = new CourseCopy();
        var run = await course.RunAsync("t.dib", Notebook, "-p", $"Size={size}");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"Size is a long: '{size}' is not one. ", run.OneLine(), StringComparison.Ordinal);
    }
}
