using System.Text.RegularExpressions;

namespace CowNotebooks.Cow;

/// <summary>The language of <c>#!parent</c> and <c>#!child</c> in a notebook: that of the laboratory which the cells before them opened last, of those that are open.</summary>
internal static partial class LaboratoryLanguage
{
    /// <summary>The language for the highlighting of a book; null when the kernel is not the laboratory's, or no laboratory was opened.</summary>
    /// <param name="kernel">The kernel's name.</param>
    /// <param name="earlier">The sources of the code cells before, in their order.</param>
    public static string? Of(string kernel, IReadOnlyList<string> earlier)
    {
        if (kernel is not ("parent" or "child" or "fork")) return null;
        var open = new List<(string Variable, string Runtime)>();
        foreach (var match in earlier.SelectMany(source => OpenedOrClosed().Matches(source)))
        {
            if (match.Groups["closed"] is { Success: true } closed) open.RemoveAll(laboratory => laboratory.Variable == closed.Value);
            else open.Add((match.Groups["variable"].Value, match.Groups["name"].Value));
        }

        return open.LastOrDefault().Runtime?.ToLowerInvariant() switch { "cpython" => "python", "dotnet" => "csharp", var name => name };
    }

    // lab = await Laboratory.OpenAsync(Runtime.CPython(), …), Runtime.DotNet, Runtime.Parse("ruby"); lab.DisposeAsync()
    [GeneratedRegex(@"(?:\b(?<variable>\w+)\s*=\s*await\s+Laboratory\.\w+\(\s*)?\bRuntime\.(?:Parse\(\s*""(?<name>\w+)""|(?<name>(?!Parse\b)\w+))|\b(?<closed>\w+)\.DisposeAsync\(")]
    private static partial Regex OpenedOrClosed();
}
