using CowNotebooks.Compiling;
using Microsoft.CodeAnalysis;

namespace CowNotebooks.Engine.Execution;

/// <summary>Hints for what C# scripting refuses in a cell of a notebook.</summary>
internal static class ScriptHints
{
    /// <summary>The sentence that helps with the diagnostic, or null when the compiler's message says enough.</summary>
    public static string? For(Diagnostic diagnostic) => diagnostic.Id switch
    {
        _ when ScriptRefusals.IsOfUsingDeclaration(diagnostic) => "A cell cannot declare with using: write var x = …; and dispose of it in the last cell, or use it in a block { … }.",
        "CS1504" or "CS8098" => "Use #!import file instead of #load.",
        _ => ScriptRefusals.Remedy(diagnostic),
    };
}
