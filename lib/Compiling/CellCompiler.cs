using System.Reflection;
using System.Text;
using CowNotebooks.Parents.DotNet.Cells;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CowNotebooks.Compiling;

/// <summary>
/// Compiles cells to script submissions and keeps them as a tree: a cell continues another, and so sees the variables, types and usings of all those before
/// it. Its output is deterministic, to the byte.
/// </summary>
internal sealed class CellCompiler
{
    // The file name in stack traces.
    private const string FileName = "cell";
    private const string GlobalsName = "CowNotebooks.Parents.DotNet.Globals";

    private static readonly CSharpParseOptions Syntax = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    private static readonly string[] Usings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading", "System.Threading.Tasks",
        "System.Runtime.CompilerServices", "CowNotebooks.Parents.DotNet",
    ];

    private readonly Dictionary<string, Cell> _cells = [];
    private readonly References _references;
    private readonly Type _globals;
    private readonly CSharpCompilationOptions _options;

    /// <param name="parent">The full path of the parent program, which has the class whose members cells use by name.</param>
    public CellCompiler(string parent)
    {
        _references = new References(parent);
        _globals = Assembly.LoadFrom(parent).GetType(GlobalsName, throwOnError: true)!;
        _options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, scriptClassName: CellFormat.ClassName, usings: Usings,
            optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Annotations, deterministic: true, metadataReferenceResolver: _references);
    }

    /// <summary>Compiles one cell.</summary>
    public CompileAnswer Compile(CompileRequest request)
    {
        if (_cells.ContainsKey(request.Id)) return Refuse($"There is a cell {request.Id} already: give each cell its own name.");
        Cell? previous = null;
        if (request.Previous.Length > 0 && !_cells.TryGetValue(request.Previous, out previous)) return Refuse($"There is no cell {request.Previous} to continue.");
        SourceText source;
        try
        {
            source = SourceText.From(File.ReadAllText(request.Source), Encoding.UTF8);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Refuse(error.Message);
        }

        var tree = CSharpSyntaxTree.ParseText(source, Syntax, FileName);
        var root = tree.GetCompilationUnitRoot();
        var named = root.GetReferenceDirectives();
        foreach (var directive in named)
        {
            if (_references.WhyUnreadable(directive.File.ValueText) is { } why)
            {
                var start = directive.GetLocation().GetLineSpan().StartLinePosition;
                return new CompileAnswer(false, [new CompilerNote(start.Line + 1, start.Character + 1, why)]);
            }
        }

        string[] libraries = [.. (previous?.Libraries ?? []).Union(named.Select(directive => References.PathOf(directive.File.ValueText)).OfType<string>())];
        var compilation = CSharpCompilation.CreateScriptCompilation(request.Id, tree, [.. _references.Always, .. libraries.Select(_references.Read)], _options,
            previous?.Compilation, typeof(object), _globals);
        var model = compilation.GetSemanticModel(tree);
        var problems = CellNotes.Errors(compilation.GetDiagnostics()).ToList();
        if (problems.Count == 0 && request.ForChild) problems = [.. ForbiddenInChild.In(model, root, request.CannotCollect)];
        if (problems.Count > 0) return new CompileAnswer(false, problems);
        var cell = new Cell(compilation, libraries, previous, HasCode: root.Members.Count > 0);
        try
        {
            problems = [.. CellEmitter.Emit(cell, request.Output)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Refuse(error.Message);
        }

        if (problems.Count > 0) return new CompileAnswer(false, problems);
        _cells[request.Id] = cell;
        return new CompileAnswer(true, [.. CellNotes.Warnings(compilation.GetDiagnostics())]);
    }

    private static CompileAnswer Refuse(string why) => new(false, [new CompilerNote(1, 1, why)]);
}

/// <summary>A compiled cell and those it continues.</summary>
/// <param name="Compilation">The compilation that the next cell continues.</param>
/// <param name="Libraries">The paths of the libraries that it and those before it name.</param>
/// <param name="Previous">The one it continues.</param>
/// <param name="HasCode">False for a cell of only usings, references or comments: there is nothing to run.</param>
internal sealed record Cell(CSharpCompilation Compilation, IReadOnlyList<string> Libraries, Cell? Previous, bool HasCode)
{
    /// <summary>The names of the cells with code that it continues, first one first: each has a slot.</summary>
    public IEnumerable<string> Continues()
    {
        var names = new Stack<string>();
        for (var cell = Previous; cell is not null; cell = cell.Previous)
        {
            if (cell.HasCode) names.Push(cell.Compilation.AssemblyName!);
        }

        return names;
    }
}
