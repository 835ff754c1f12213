using System.Buffers;
using CowNotebooks.Notebooks;

namespace CowNotebooks.Engine.Execution;

/// <summary>A further source of packages: <c>#i "nuget: https://…"</c> or a folder.</summary>
internal static class PackageSource
{
    private const string Prefix = "nuget:";

    // Characters that would change the meaning of the generated project file.
    private static readonly SearchValues<char> Refused = SearchValues.Create("<>\"';$@*");

    /// <summary>The source as the SDK takes it: an address or a full path.</summary>
    /// <param name="text">The text between the quotes of <c>#i "…"</c>.</param>
    /// <param name="folder">The folder to which a path is relative.</param>
    /// <exception cref="NotebookException">It names no source.</exception>
    public static string Parse(string text, string folder)
    {
        var source = (text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text[Prefix.Length..] : text).Trim();
        if (source.Length == 0 || source.AsSpan().ContainsAny(Refused))
            throw new NotebookException($"#i \"{text}\" names no source of packages.", "Write #i \"nuget: https://…\" or #i \"nuget: folder\".");
        return source.Contains("://", StringComparison.Ordinal) ? source : Path.GetFullPath(source, folder);
    }
}
