using System.Buffers;
using System.Text.RegularExpressions;
using CowNotebooks.Notebooks;

namespace CowNotebooks.Engine.Execution;

/// <summary>A package that a cell asks for: <c>#r "nuget: Name, Version"</c>.</summary>
/// <param name="Name">The package's id.</param>
/// <param name="Version">A NuGet version or range; <c>*</c>, the newest stable one, when the cell names none.</param>
internal sealed partial record PackageDirective(string Name, string Version)
{
    // Characters that would change the meaning of the generated project file.
    private static readonly SearchValues<char> Refused = SearchValues.Create("<>&\"'$;%");

    /// <summary>Parses the text between the quotes of <c>#r "…"</c>; null when it is not a package.</summary>
    /// <exception cref="NotebookException">It begins like a package but names none.</exception>
    public static PackageDirective? Parse(string reference)
    {
        // As written by hand: #r nuget:X, #r "nuget : X".
        if (!NugetWord().IsMatch(reference)) return null;
        var parts = reference[(reference.IndexOf(':') + 1)..].Split(',', 2, StringSplitOptions.TrimEntries);
        if (parts is not ([{ Length: > 0 }] or [{ Length: > 0 }, { Length: > 0 }]) || parts.Any(part => part.AsSpan().ContainsAny(Refused)))
            throw new NotebookException($"#r \"{reference}\" names no package.", "Write #r \"nuget: Name, Version\".");
        return new PackageDirective(parts[0], parts is [_, var version] ? version : "*");
    }

    [GeneratedRegex(@"^\s*nuget\s*:", RegexOptions.IgnoreCase)]
    private static partial Regex NugetWord();
}
