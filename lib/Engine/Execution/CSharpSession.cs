using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using CowNotebooks.Engine.Assisting;
using CowNotebooks.Notebooks;
using CowNotebooks.Notebooks.Messages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;

namespace CowNotebooks.Engine.Execution;

/// <summary>
/// One notebook's state: each cell is compiled as a continuation of those before it and sees their variables, types and usings.
/// A process holds one session (console and default load context are the process's own).
/// </summary>
#pragma warning disable CA1001 // It lives as long as its process.
internal sealed class CSharpSession
#pragma warning restore CA1001
{
    private static readonly CSharpParseOptions ScriptSyntax = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    // One for cells, and one more for each submission within a submission: the cell's own thread is blocked meanwhile.
    private readonly ConcurrentStack<CellThread> _threads = new([new CellThread()]);
    private readonly ReferencedLibraries _libraries = new();
    private readonly CodeAssistant _assistant;
    private readonly Dictionary<string, string> _sources = [];
    private readonly ReferenceDirectives _references;
    private ScriptOptions _options;
    private ScriptState<object>? _state;
    private Task _warmUp = Task.CompletedTask;

    /// <param name="folder">The notebook's folder: a nuget.config there, or above, applies.</param>
    /// <param name="commands">The <c>#!</c> commands to complete.</param>
    public CSharpSession(string folder, Func<IReadOnlyList<string>> commands)
    {
        _references = new ReferenceDirectives(_libraries, folder);
        _assistant = new CodeAssistant(commands);
        // Exactly the imports of .NET Interactive, so that a notebook written here runs there.
        _options = ScriptOptions.Default
            .WithLanguageVersion(LanguageVersion.CSharp14)
            .WithReferences(RuntimeReferences.All)
            .WithMetadataResolver(new LibraryResolver(_libraries))
            .WithImports("System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
                "Microsoft.DotNet.Interactive.Kernel")
            .WithEmitDebugInformation(true)
            .WithFileEncoding(Encoding.UTF8);
    }

    /// <summary>The variables of the cells so far, by name: the last of each name.</summary>
    public IReadOnlyDictionary<string, ScriptVariable> Variables => _state is null
        ? new Dictionary<string, ScriptVariable>()
        : _state.Variables.GroupBy(variable => variable.Name).ToDictionary(same => same.Key, same => same.Last());

    /// <summary>Compiles and runs C# to its end.</summary>
    /// <param name="place">The name of the cell in errors: <c>cell 3</c>.</param>
    /// <param name="code">The code: <paramref name="source"/> with the lines that are not to run blank.</param>
    /// <param name="source">The whole cell, which errors show.</param>
    /// <param name="folder">The folder to which <c>#r</c> is relative.</param>
    /// <param name="returned">Receives the value of a cell that ends in an expression.</param>
    /// <param name="interrupt">Stops the user's code; the state of the cells before is kept.</param>
    /// <returns>Why it failed, or null.</returns>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    public async Task<CellError?> ExecuteAsync(string place, string code, string source, string folder, Action<object?> returned, CancellationToken interrupt)
    {
        await _warmUp.ConfigureAwait(false);
        var thread = _threads.TryPop(out var free) ? free : new CellThread();
        try
        {
            return await thread.InvokeAsync(() =>
            {
                var broken = _state is null ? Run(thread, "prelude", CellFunctions.Prelude, CellFunctions.Prelude, folder, _ => { }, interrupt) : null;
                return Task.FromResult(broken ?? Run(thread, place, code, source, folder, returned, interrupt));
            }).ConfigureAwait(false);
        }
        finally
        {
            _threads.Push(thread);
        }
    }

    /// <summary>Declares a variable.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="type">Its type; one that cells cannot name becomes object.</param>
    /// <exception cref="ArgumentException">The name is no name of C#.</exception>
    public async Task SetAsync(string name, object? value, Type type)
    {
        var declaration = $"{CSharpTypeName.Of(type)} {name} = default;";
        var error = await ExecuteAsync("declaration", declaration, declaration, Environment.CurrentDirectory, _ => { }, CancellationToken.None).ConfigureAwait(false);
        if (error is not null) throw new ArgumentException($"{name} cannot be declared: {error.Message}", nameof(name));
        Variables[name].Value = value;
    }

    /// <summary>What the compiler says of code that is not run.</summary>
    public IReadOnlyList<Diagnostic> Check(string code) =>
        [.. (_state is null ? CSharpScript.Create<object>(code, _options, assemblyLoader: _libraries.Loader) : _state.Script.ContinueWith<object>(code, _options)).GetCompilation().GetDiagnostics()];

    /// <summary>Answers a question about a cell being written, while no cell runs.</summary>
    public async Task<JsonObject> AnswerAsync(EngineRequest question)
    {
        await _warmUp;
        return question switch
        {
            EngineRequest.Complete complete => await _assistant.CompleteAsync(_state?.Script, _options, complete.Code, complete.Position),
            EngineRequest.Inspect inspect => await _assistant.InspectAsync(_state?.Script, _options, inspect.Code, inspect.Position),
            EngineRequest.Check check => CodeAssistant.Check(check.Code),
            _ => throw new ArgumentException($"{question} is no question.", nameof(question)),
        };
    }

    /// <summary>
    /// Starts to compile a small piece of code without running it: the first cell is the slowest, mostly because the compiler starts. The first cell
    /// waits for it: two concurrent compilations that read the same references create two symbols for one type, and calls in later cells become ambiguous.
    /// </summary>
    public void WarmUp() => _warmUp = Task.Run(() => CSharpScript.Create<object>("Console.WriteLine(1 + 1)", _options).Compile(CancellationToken.None));

    // code is source with the lines of other steps blank; errors show source.
    private CellError? Run(CellThread thread, string place, string code, string source, string baseFolder, Action<object?> returned, CancellationToken interrupt)
    {
        _sources[place] = source;
        var root = CSharpSyntaxTree.ParseText(code, ScriptSyntax, cancellationToken: CancellationToken.None).GetCompilationUnitRoot(CancellationToken.None);
        foreach (var directive in root.GetReferenceDirectives())
        {
            try
            {
                _options = _references.Follow(directive.File.ValueText, baseFolder, _options, interrupt);
            }
            catch (NotebookException error)
            {
                return CellErrorFactory.FromLine("ReferenceError", place, source, directive.GetLocation().GetLineSpan().StartLinePosition.Line + 1, error.Message);
            }
        }
        code = ReferenceDirectives.Blank(code, root.GetReferenceDirectives());
        var here = _options.WithFilePath(place);
        var script = _state is null
            ? CSharpScript.Create<object>(code, here, assemblyLoader: _libraries.Loader)
            : _state.Script.ContinueWith<object>(code, here);
        var errors = script.Compile(CancellationToken.None).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count > 0) return CellErrorFactory.FromDiagnostics(place, source, errors);
        try
        {
            thread.RunUserCode(async () =>
            {
                var next = _state is null
                    ? await script.RunAsync(null, _ => true, CancellationToken.None)
                    : await script.RunFromAsync(_state, _ => true, CancellationToken.None);
                // After an exception too: the declarations before it remain.
                _state = next;
                if (next.Exception is null && HasValue(script)) returned(next.ReturnValue);
                return 0;
            }, interrupt);
        }
#pragma warning disable CA1031 // The user's code, and the formatters it calls, may throw anything.
        catch (Exception error) when (error is not OperationCanceledException || !interrupt.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return CellErrorFactory.FromException(error, _sources);
        }
        interrupt.ThrowIfCancellationRequested();
        return _state?.Exception is { } thrown ? CellErrorFactory.FromException(thrown, _sources) : null;
    }

    // A cell has a value when it ends in an expression without a semicolon, and the expression has a type.
    private static bool HasValue(Script script)
    {
        var compilation = script.GetCompilation();
        var tree = compilation.SyntaxTrees.Single();
        return tree.GetRoot() is CompilationUnitSyntax { Members: [.., GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }] }
            && compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression).Type is not { SpecialType: SpecialType.System_Void };
    }
}
