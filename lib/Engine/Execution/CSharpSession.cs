using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using CowNotebooks.Engine.Assisting;
using CowNotebooks.Engine.Execution.Interrupting;
using CowNotebooks.Notebooks;
using CowNotebooks.Notebooks.Messages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
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
    // One for cells, and one more for each submission within a submission: the cell's own thread is blocked meanwhile.
    private readonly ConcurrentStack<CellThread> _threads = new([new CellThread()]);
    private readonly ReferencedLibraries _libraries = new();
    private readonly CodeAssistant _assistant;
    private readonly Dictionary<string, string> _sources = [];
    private readonly ReferenceDirectives _references;
    private readonly HashSet<MetadataReference> _inherited = [];
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
            // The checks for interrupts cost less than this gains: a loop takes a third of the time it takes unoptimized.
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithFileEncoding(Encoding.UTF8);
    }

    /// <summary>The variables of the cells so far, by name: the last of each name.</summary>
    public IReadOnlyDictionary<string, ScriptVariable> Variables => _state is null
        ? new Dictionary<string, ScriptVariable>()
        : _state.Variables.GroupBy(variable => variable.Name).ToDictionary(same => same.Key, same => same.Last());

    /// <summary>Follows the <c>#r</c> and <c>#i</c> lines.</summary>
    /// <param name="place">The name of the cell in errors: <c>cell 3</c>.</param>
    /// <param name="code">The code: <paramref name="source"/> with the lines that are not to run blank.</param>
    /// <param name="source">The whole cell, which errors show.</param>
    /// <param name="folder">The folder to which paths are relative.</param>
    /// <param name="interrupt">Gives up a restore.</param>
    /// <returns>The code without these lines, the folders of extensions that came with packages, and why it failed or null.</returns>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    public async Task<(string Code, IReadOnlyList<string> Extensions, CellError? Error)> FollowAsync(string place, string code, string source, string folder, CancellationToken interrupt)
    {
        await _warmUp.ConfigureAwait(false);
        var directives = ReferenceDirective.Of(code);
        var known = _references.Extensions.Count;
        foreach (var directive in directives)
        {
            try
            {
                _options = await Task.Run(() => _references.Follow(directive, folder, _options, interrupt), interrupt).ConfigureAwait(false);
            }
            catch (NotebookException error)
            {
                return (code, [], CellErrorFactory.FromLine("ReferenceError", place, source, directive.Line, error.Message));
            }
        }
        _options = _references.WithFallbacks(code, _options);
        return (ReferenceDirective.Blank(code, directives), _references.Extensions[known..], null);
    }

    /// <summary>Loads an assembly for the cells, or returns the one of its name that is loaded.</summary>
    public Assembly Load(string path) => _libraries.LoadAssembly(path);

    /// <summary>Compiles and runs C# to its end.</summary>
    /// <param name="place">The name of the cell in errors: <c>cell 3</c>.</param>
    /// <param name="code">The code: <paramref name="source"/> with the lines that are not to run blank.</param>
    /// <param name="source">The whole cell, which errors show.</param>
    /// <param name="returned">Receives the value of a cell that ends in an expression, or returns one.</param>
    /// <param name="warned">Receives the compiler's warnings, and other remarks, each a line.</param>
    /// <param name="interrupt">Stops the user's code; the state of the cells before is kept.</param>
    /// <returns>Why it failed, or null.</returns>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    public async Task<CellError?> ExecuteAsync(string place, string code, string source, Action<object?> returned, Action<string> warned, CancellationToken interrupt)
    {
        await _warmUp.ConfigureAwait(false);
        var thread = _threads.TryPop(out var free) ? free : new CellThread();
        try
        {
            // Not on the caller's thread, nor on the cells' own: the token cancels compiling.
            return await Task.Run(
                async () =>
                {
                    var broken = _state is null ? await RunAsync(thread, "prelude", CellFunctions.Prelude, CellFunctions.Prelude, _ => { }, _ => { }, interrupt) : null;
                    return broken ?? await RunAsync(thread, place, code, source, returned, warned, interrupt);
                },
                interrupt).ConfigureAwait(false);
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
        var error = await ExecuteAsync("declaration", declaration, declaration, _ => { }, _ => { }, CancellationToken.None).ConfigureAwait(false);
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
    private async Task<CellError?> RunAsync(CellThread thread, string place, string code, string source, Action<object?> returned, Action<string> warned, CancellationToken interrupt)
    {
        _sources[place] = source;
        var cell = CompiledCell.Of(code, New(_options).WithFilePath(place), _state?.Script, _libraries.Loader, interrupt);
        if (cell.Errors.Count > 0) return CellErrorFactory.FromDiagnostics(place, source, cell.Errors);
        foreach (var warning in cell.Warnings) warned(CellErrorFactory.Words(place, warning));
        ScriptState<object>? next = null;
        try
        {
            await thread.RunAsync(
                async () =>
                {
                    next = _state is null
                        ? await cell.Script.RunAsync(null, _ => true, CancellationToken.None)
                        : await cell.Script.RunFromAsync(_state, _ => true, CancellationToken.None);
                    if (next.Exception is null && cell.HasValue(next.ReturnValue)) returned(next.ReturnValue);
                    return true;
                },
                () => warned($"{place} does not stop: a library or native code that it called goes on, with the lowest priority, until it is done or the engine is restarted."),
                interrupt);
        }
#pragma warning disable CA1031 // The user's code, and the formatters it calls, may throw anything.
        catch (Exception error) when (!interrupt.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return CellErrorFactory.FromException(error, _sources);
        }
        finally
        {
            // After an exception too: the declarations before it remain.
            if (next is not null)
            {
                _state = next;
                _inherited.UnionWith(_options.MetadataReferences);
            }
        }
        interrupt.ThrowIfCancellationRequested();
        return _state?.Exception is { } thrown ? CellErrorFactory.FromException(thrown, _sources) : null;
    }

    // A submission has the references of those before it: given again, each would count again, and the memory of 200 cells would grow with their square.
    private ScriptOptions New(ScriptOptions options) => options.WithReferences(options.MetadataReferences.Where(reference => !_inherited.Contains(reference)));
}
