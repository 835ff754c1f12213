using System.Diagnostics;
using CowNotebooks.Tests;

namespace CowNotebooks.Repository.Tests;

/// <summary>Documents and notebooks are spelt as in British English. Words of the field that no dictionary has are in words.txt, one a line.</summary>
public sealed class SpellingTests
{
    private static readonly string WordsFile = Path.Combine(Source.Root, "tests/Repository.Tests/words.txt");

    public static TheoryData<string> Texts => [.. Prose.Documents, .. Prose.Notebooks];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Every_word_is_in_the_dictionary_or_in_the_list_of_our_own(string path)
    {
        var known = File.ReadLines(WordsFile).ToHashSet(StringComparer.OrdinalIgnoreCase);

        var unknown = (await UnknownAsync(Prose.Of(path))).Where(word => !known.Contains(word.EndsWith("'s", StringComparison.Ordinal) ? word[..^2] : word)).ToList();

        Assert.True(unknown.Count == 0, $"{path} has words that are in no dictionary: {string.Join(", ", unknown)}. Correct them, or add them to tests/Repository.Tests/words.txt.");
    }

    [Fact]
    public async Task American_spelling_and_slips_are_found_and_code_is_not_read()
    {
        Assert.Equal(["behavior", "teh"], await UnknownAsync("The behavior of teh colour."));
        var path = Path.Combine(Source.Root, "README.md");
        Assert.DoesNotContain("Laboratory.OpenAsync", Prose.Of(path), StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_of_words_is_sorted_and_has_each_once()
    {
        var words = File.ReadAllLines(WordsFile);
        Assert.Equal(words.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase), words);
    }

    private static async Task<IReadOnlyList<string>> UnknownAsync(string text)
    {
        const string Remedy = "Install it (Debian: apt-get install aspell aspell-en).";
        var aspell = Requires.Program(Remedy, "aspell");
        var start = new ProcessStartInfo(aspell, ["list", "--lang=en_GB", "--encoding=utf-8", "--mode=none"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.StandardInput.WriteAsync(text);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Requires.That(process.ExitCode == 0, $"aspell has no British dictionary: {(await errors).Trim()} {Remedy}");
        return [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
