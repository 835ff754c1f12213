using CowNotebooks.Engine.Execution.Interrupting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace CowNotebooks.Engine.Execution;

/// <summary>A cell's code as the script that runs, with checks for interrupts, and what the compiler said of the code as it was written.</summary>
/// <param name="Script">The script that runs, when there are no errors.</param>
/// <param name="Errors">Errors at their places in the code as it was written.</param>
/// <param name="Warnings">Warnings at their places in the code as it was written, in their order.</param>
internal sealed record CompiledCell(Script<object> Script, IReadOnlyList<Diagnostic> Errors, IReadOnlyList<Diagnostic> Warnings)
{
    // CS1701, CS1702: a library was compiled against another version of an assembly than the one loaded, as the runtime permits.
    private static readonly HashSet<string> Silent = ["CS1701", "CS1702"];

    /// <summary>Compiles a cell.</summary>
    /// <param name="code">Its C#.</param>
    /// <param name="options">The options to compile it with.</param>
    /// <param name="previous">The last cell that ran, or null.</param>
    /// <param name="loader">Loads what the first cell, and thereby all, need.</param>
    /// <param name="interrupt">Gives up.</param>
    public static CompiledCell Of(string code, ScriptOptions options, Script? previous, InteractiveAssemblyLoader loader, CancellationToken interrupt)
    {
        var written = Create(code);
        var root = (CompilationUnitSyntax)Tree(written).GetRoot(interrupt);
        var unreadable = written.GetCompilation().GetParseDiagnostics(interrupt).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (unreadable.Count > 0) return new CompiledCell(written, unreadable, []);
        var meaning = InterruptChecks.NeedMeaning(root) ? written.GetCompilation().GetSemanticModel(Tree(written)) : null;
        var script = Create(InterruptChecks.Of(root, meaning));
        var said = script.Compile(interrupt);
        // What is said is said of the code as it was written: the checks have moved columns.
        var isBroken = said.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        if (isBroken && Said(DiagnosticSeverity.Error) is { Count: > 0 } errors) return new CompiledCell(written, errors, []);
        // Without an error in the code as it was written the checks have broken it. It deliberately runs without them: it has no fault of its own.
        return new CompiledCell(isBroken ? written : script, [], isBroken || said.Any(IsShown) ? [.. Said(DiagnosticSeverity.Warning).Where(IsShown)] : []);

        Script<object> Create(string text) => previous is null ? CSharpScript.Create<object>(text, options, assemblyLoader: loader) : previous.ContinueWith<object>(text, options);

        IReadOnlyList<Diagnostic> Said(DiagnosticSeverity severity) =>
            [.. written.GetCompilation().GetDiagnostics(interrupt).Where(diagnostic => diagnostic.Severity == severity).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>Whether the value that the cell ended with is to be shown: that of its last expression without a semicolon, or of a return.</summary>
    public bool HasValue(object? value)
    {
        var tree = Tree(Script);
        if (tree.GetRoot() is CompilationUnitSyntax { Members: [.., GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }] })
            return Script.GetCompilation().GetSemanticModel(tree).GetTypeInfo(last.Expression).Type is not { SpecialType: SpecialType.System_Void };
        // A cell that does not come to its return ends with null as well.
        return value is not null;
    }

    private static SyntaxTree Tree(Script script) => script.GetCompilation().SyntaxTrees.Single();

    private static bool IsShown(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Warning && !Silent.Contains(diagnostic.Id);
}
