using System.Text.RegularExpressions;

namespace CowNotebooks.Cow;

/// <summary>The language of <c>#!parent</c> and <c>#!child</c> in a notebook: that of the laboratory which the cells before them opened.</summary>
internal static partial class LaboratoryLanguage
{
    /// <summary>The language for the highlighting of a book; null when the kernel is not the laboratory's, or no laboratory was opened.</summary>
    /// <param name="kernel">The kernel's name.</param>
    /// <param name="earlier">The sources of the code cells before, in their order.</param>
    public static string? Of(string kernel, IReadOnlyList<string> earlier)
    {
        if (kernel is not ("parent" or "child" or "fork")) return null;
        var opened = earlier.SelectMany(source => Opened().Matches(source)).LastOrDefault();
        return opened?.Groups["name"].Value.ToLowerInvariant() switch { "cpython" => "python", "dotnet" => "csharp", var name => name };
    }

    // Runtime.CPython(), Runtime.DotNet, Runtime.Parse("ruby")
    [GeneratedRegex(@"\bRuntime\.(?:Parse\(\s*""(?<name>\w+)""|(?<name>(?!Parse\b)\w+))")]
    private static partial Regex Opened();
}
