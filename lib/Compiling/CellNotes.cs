using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace CowNotebooks.Compiling;

/// <summary>The compiler's diagnostics of a cell, with a remedy where its own message does not help.</summary>
internal static partial class CellNotes
{
    /// <summary>The errors.</summary>
    public static IEnumerable<CompilerNote> Errors(IEnumerable<Diagnostic> diagnostics) => Of(diagnostics, DiagnosticSeverity.Error);

    /// <summary>The warnings.</summary>
    public static IEnumerable<CompilerNote> Warnings(IEnumerable<Diagnostic> diagnostics) => Of(diagnostics, DiagnosticSeverity.Warning);

    private static IEnumerable<CompilerNote> Of(IEnumerable<Diagnostic> diagnostics, DiagnosticSeverity severity) =>
        diagnostics.Where(diagnostic => diagnostic.Severity == severity).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).Select(diagnostic =>
        {
            var start = diagnostic.Location.GetLineSpan().StartLinePosition;
            var message = $"{diagnostic.GetMessage().TrimEnd('.')}. ({diagnostic.Id})";
            return new CompilerNote(start.Line + 1, start.Character + 1, Help(diagnostic) is { } help ? $"{message} {help}" : message);
        });

    private static string? Help(Diagnostic diagnostic) => diagnostic.Id switch
    {
        // The script parser does not know using declarations, so only the text of the line identifies them.
        "CS0825" or "CS1002" or "CS1519" when UsingDeclaration().IsMatch(LineOf(diagnostic)) => "A cell cannot declare with using: write var x = …; or using (var x = …) { … }.",
        "CS0006" when diagnostic.GetMessage().Contains("nuget:", StringComparison.Ordinal) => "Cells of parent and child take no packages: name the library's DLL by its path.",
        "CS0006" => "Build the project that makes it, or correct the path: it is relative to the notebook's folder.",
        // Nor does the script parser know this expression at the start of a statement.
        "CS1014" when LineOf(diagnostic).Contains(" with ", StringComparison.Ordinal) => "A cell takes this for a property: put the expression in brackets, (p with { … }).",
        "CS7021" => "Leave the namespace out and declare the types alone.",
        "CS1504" or "CS8098" => "Put the code of the other file into the cell.",
        "CS1109" => "A class in a cell cannot hold extension methods: write the method at the top level of the cell, static int Twice(this int x) => 2 * x;",
        "CS8345" => "A cell's variables outlive it, and a span cannot: use it inside a method or a block { … }.",
        "CS9283" or "CS9282" => "A cell cannot hold an extension block: write static int Twice(this int x) => 2 * x; at the top level.",
        _ => null,
    };

    private static string LineOf(Diagnostic diagnostic) => diagnostic.Location.SourceTree?.GetText().Lines.GetLineFromPosition(diagnostic.Location.SourceSpan.Start).ToString() ?? "";

    [GeneratedRegex(@"^\s*(await\s+)?using\s+[\w<>\[\],.?]+\s+\w+\s*=")]
    private static partial Regex UsingDeclaration();
}
