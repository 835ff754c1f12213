using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Text;

namespace CowNotebooks.Engine.Assisting;

/// <summary>The cells that ran, in the form that Roslyn's code services need: a project for each, which continues the previous one.</summary>
internal sealed class SubmissionWorkspace : IDisposable
{
    private static readonly CSharpParseOptions Syntax = new(LanguageVersion.CSharp14, DocumentationMode.Parse, SourceCodeKind.Script);

    private readonly AdhocWorkspace _workspace = new(MefHostServices.DefaultHost);
    private readonly Dictionary<Script, ProjectId> _known = [];
    private Solution _cells;

    public SubmissionWorkspace() => _cells = _workspace.CurrentSolution;

    /// <summary>A temporary document of the cell being written.</summary>
    /// <param name="last">The last cell that ran, or null.</param>
    /// <param name="options">The options to compile the cell with.</param>
    /// <param name="code">The cell as far as it is written.</param>
    public Document With(Script? last, ScriptOptions options, string code)
    {
        var previous = last is null ? null : Know(last);
        var (solution, project) = Add(_cells, previous, options);
        return solution.AddDocument(DocumentId.CreateNewId(project), "cell", SourceText.From(code)).GetProject(project)!.Documents.Single();
    }

    public void Dispose() => _workspace.Dispose();

    private ProjectId Know(Script script)
    {
        var missing = new Stack<Script>();
        for (var at = script; at is not null && !_known.ContainsKey(at); at = at.Previous) missing.Push(at);
        foreach (var next in missing)
        {
            var (solution, project) = Add(_cells, next.Previous is null ? null : _known[next.Previous], next.Options);
            _cells = solution.AddDocument(DocumentId.CreateNewId(project), "cell", SourceText.From(next.Code));
            _known[next] = project;
        }
        return _known[script];
    }

    private static (Solution Solution, ProjectId Project) Add(Solution solution, ProjectId? previous, ScriptOptions options)
    {
        var id = ProjectId.CreateNewId();
        var compilation = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: options.Imports, allowUnsafe: options.AllowUnsafe)
            .WithMetadataReferenceResolver(options.MetadataResolver);
        var info = ProjectInfo.Create(
            id, VersionStamp.Default, "cell", $"cell {id.Id}", LanguageNames.CSharp, compilationOptions: compilation, parseOptions: Syntax,
            projectReferences: previous is null ? [] : [new ProjectReference(previous)], metadataReferences: options.MetadataReferences, isSubmission: true);
        return (solution.AddProject(info), id);
    }
}
