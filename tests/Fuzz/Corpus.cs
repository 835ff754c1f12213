using System.Text;

namespace CowNotebooks.Fuzz;

/// <summary>Files that mutations are made from: those of tests/fixtures, of the tests of notebooks, and the course.</summary>
internal static class Corpus
{
    // Long files are slow to mutate, and say no more than short ones.
    private const int MostBytes = 2500, MostNotebookBytes = 12_000;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "corpus");

    /// <summary>The files of /proc with that name, long ones cut after a whole line.</summary>
    public static IReadOnlyList<byte[]> Proc(string name) =>
        [.. Files("proc", "*").Where(file => Path.GetFileName(file) == name).Select(File.ReadAllBytes).Where(bytes => bytes.Length > 0).Select(CutAfterLine)];

    /// <summary>The notebooks with that ending.</summary>
    public static IReadOnlyList<byte[]> Notebooks(string pattern) =>
        [.. Files("notebooks", pattern).Select(File.ReadAllBytes).Where(bytes => bytes.Length is > 0 and <= MostNotebookBytes)];

    /// <summary>Texts as bytes.</summary>
    public static IReadOnlyList<byte[]> Of(params IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Folder, folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static byte[] CutAfterLine(byte[] bytes) => bytes.Length <= MostBytes ? bytes : bytes[..(bytes.AsSpan(0, MostBytes).LastIndexOf((byte)'\n') + 1)];
}
