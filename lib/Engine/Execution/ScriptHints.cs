using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace CowNotebooks.Engine.Execution;

/// <summary>Hints for what C# scripting refuses: what to write instead. The compiler's own messages do not say that a cell is a script.</summary>
internal static partial class ScriptHints
{
    /// <summary>The sentence that helps with the diagnostic, or null when the compiler's message says enough.</summary>
    public static string? For(Diagnostic diagnostic)
    {
        if (diagnostic.Location.SourceTree is not { } tree) return null;
        // The script parser does not know using declarations, so only the text of the line identifies them.
        var line = tree.GetText().Lines.GetLineFromPosition(diagnostic.Location.SourceSpan.Start).ToString();
        return diagnostic.Id is "CS1002" or "CS1519" && UsingDeclaration().IsMatch(line)
            ? "A cell cannot declare with using: write var x = …; and dispose of it in the last cell, or use it in a block { … }."
            : ById(diagnostic.Id);
    }

    private static string? ById(string id) => id switch
    {
        "CS7021" => "Leave the namespace out and declare the types alone.",
        "CS1504" or "CS8098" => "Use #!import file instead of #load.",
        "CS1109" => "A class in a cell cannot hold extension methods: write the method at the top level of the cell, static int Twice(this int x) => 2 * x;",
        "CS8345" => "A cell's variables outlive it, and a span cannot: use it inside a method or a block { … }.",
        "CS9283" or "CS9282" => "A cell cannot hold an extension block: write static int Twice(this int x) => 2 * x; at the top level.",
        _ => null,
    };

    [GeneratedRegex(@"^\s*(await\s+)?using\s+[\w<>\[\],.?]+\s+\w+\s*=")]
    private static partial Regex UsingDeclaration();
}
