using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace CowNotebooks.Compiling;

/// <summary>
/// What C# scripting refuses, and what to write instead: the compiler's own messages do not say that a cell is a script. The notebook engine compiles this file too.
/// </summary>
internal static partial class ScriptRefusals
{
    /// <summary>The remedy for a refusal that is the same for every cell; null for any other diagnostic.</summary>
    public static string? Remedy(Diagnostic diagnostic) => diagnostic.Id switch
    {
        "CS7021" => "Leave the namespace out and declare the types alone.",
        "CS1109" => "A class in a cell cannot hold extension methods: write the method at the top level of the cell, static int Twice(this int x) => 2 * x;",
        "CS8345" => "A cell's variables outlive it, and a span cannot: use it inside a method or a block { … }.",
        "CS9283" or "CS9282" => "A cell cannot hold an extension block: write static int Twice(this int x) => 2 * x; at the top level.",
        _ => null,
    };

    /// <summary>True when its line is a using declaration. The script parser does not know them, so only the text of the line identifies one.</summary>
    public static bool IsOfUsingDeclaration(Diagnostic diagnostic) =>
        diagnostic.Id is "CS0825" or "CS1002" or "CS1519" && UsingDeclaration().IsMatch(LineOf(diagnostic));

    /// <summary>The line of the cell that it is about; empty when it has none.</summary>
    public static string LineOf(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.GetText().Lines.GetLineFromPosition(diagnostic.Location.SourceSpan.Start).ToString() ?? "";

    [GeneratedRegex(@"^\s*(await\s+)?using\s+[\w<>\[\],.?]+\s+\w+\s*=")]
    private static partial Regex UsingDeclaration();
}
