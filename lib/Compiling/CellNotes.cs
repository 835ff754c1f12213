using Microsoft.CodeAnalysis;

namespace CowNotebooks.Compiling;

/// <summary>The compiler's diagnostics of a cell, with a remedy where its own message does not help.</summary>
internal static class CellNotes
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
        _ when ScriptRefusals.IsOfUsingDeclaration(diagnostic) => "A cell cannot declare with using: write var x = …; or using (var x = …) { … }.",
        "CS0006" when diagnostic.GetMessage().Contains("nuget:", StringComparison.Ordinal) => "Cells of parent and child take no packages: name the library's DLL by its path.",
        "CS0006" => "Build the project that makes it, or correct the path: it is relative to the notebook's folder.",
        // The script parser does not know this expression at the start of a statement.
        "CS1014" when ScriptRefusals.LineOf(diagnostic).Contains(" with ", StringComparison.Ordinal) => "A cell takes this for a property: put the expression in brackets, (p with { … }).",
        "CS1504" or "CS8098" => "Put the code of the other file into the cell.",
        _ => ScriptRefusals.Remedy(diagnostic),
    };
}
