using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CowNotebooks.Tests;

/// <summary>A folder with a notebook of the test's own among the course's files, as if it were in notebooks/. Gone when the test ends.</summary>
internal sealed partial class CourseCopy : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cow-course-").FullName;

    public CourseCopy()
    {
        foreach (var folder in new[] { "lib", "data" }) Directory.CreateSymbolicLink(Path.Combine(_root, folder), Path.Combine(Source.Root, folder));
        Directory.CreateDirectory(Path.Combine(_root, "notebooks"));
        foreach (var entry in Directory.EnumerateFileSystemEntries(Notebooks).Where(entry => Path.GetExtension(entry) != ".ipynb"))
            File.CreateSymbolicLink(Path.Combine(_root, "notebooks", Path.GetFileName(entry)), entry);
    }

    /// <summary>The course.</summary>
    public static string Notebooks { get; } = Path.Combine(Source.Root, "notebooks");

    /// <summary>Writes a notebook and runs it.</summary>
    public async Task<CowOutput> RunAsync(string name, string text, params string[] arguments)
    {
        var path = Path.Combine(_root, "notebooks", name);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return await CowCommand.RunInAsync(_root, ["run", path, "--out", Path.Combine(_root, "out"), .. arguments]);
    }

    /// <summary>The executed notebook.</summary>
    public JsonNode Executed(string name)
    {
        var path = Path.Combine(_root, "out", name);
        AssertSmall(path);
        return JsonNode.Parse(File.ReadAllText(path))!;
    }

    /// <summary>An executed notebook may be kept, sent and put under version control: no copy of plotly.js is in it, no picture as a bitmap.</summary>
    public static void AssertSmall(string executed) => Assert.InRange(new FileInfo(executed).Length, 1, 1 << 20);

    /// <summary>The fenced code blocks of a file of solutions, in order.</summary>
    public static IReadOnlyList<string> Blocks(string markdown) => [.. Fenced().Matches(markdown).Select(match => match.Groups[2].Value.TrimEnd('\n'))];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [GeneratedRegex(@"^(`{3,}|~{3,})[^\n]*\n(.*?)^\1 *$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fenced();
}
