using System.Diagnostics;
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
    private static readonly CSharpParseOptions ScriptSyntax = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    private readonly CellThread _thread = new();
    private readonly ReferencedLibraries _libraries = new();
    private readonly CodeAssistant _assistant = new();
    private readonly Dictionary<string, string> _sources = [];
    private readonly Stack<string> _importing = [];
    private readonly ReferenceDirectives _references;
    private readonly string _folder;
    private readonly Action<EngineEvent> _emit;
    private ScriptOptions _options;
    private ScriptState<object>? _state;
    private Task _warmUp = Task.CompletedTask;

    /// <param name="folder">The notebook's folder, to which <c>#r</c> and <c>#!import</c> in a cell are relative.</param>
    /// <param name="emit">Receives the outputs of cells.</param>
    public CSharpSession(string folder, Action<EngineEvent> emit)
    {
        _folder = folder;
        _references = new ReferenceDirectives(_libraries, folder);
        _emit = emit;
        Input = new CellInput(emit);
        DisplaySink.Connect(emit);
        // Exactly the imports of .NET Interactive, so that a notebook written here runs there.
        _options = ScriptOptions.Default
            .WithLanguageVersion(LanguageVersion.CSharp14)
            .WithReferences(RuntimeReferences.All)
            .WithMetadataResolver(new LibraryResolver(_libraries))
            .WithImports("System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
                "CowNotebooks.Engine.CellFunctions", "Microsoft.DotNet.Interactive.Formatting")
            .WithEmitDebugInformation(true)
            // The checks cost less than this gains: a loop takes a third of the time it takes unoptimized.
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithFileEncoding(Encoding.UTF8);
    }

    /// <summary>Where cells ask the person at the front end.</summary>
    public CellInput Input { get; }

    /// <summary>Runs one cell to its end.</summary>
    /// <param name="place">The name of the cell in errors: <c>cell 3</c>.</param>
    /// <param name="source">Its source.</param>
    /// <param name="interrupt">Stops the user's code; the state of the cells before is kept.</param>
    /// <returns>Why it failed, or null.</returns>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    public async Task<CellError?> ExecuteAsync(string place, string source, CancellationToken interrupt)
    {
        await _warmUp.ConfigureAwait(false);
        _importing.Clear();
        // Not on the caller's thread, nor on the cells' own: compiling and restoring are cancelled by the token.
        return await Task.Run(() => RunStepsAsync(place, source, _folder, interrupt), interrupt).ConfigureAwait(false);
    }

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

    private async Task<CellError?> RunStepsAsync(string place, string source, string baseFolder, CancellationToken interrupt)
    {
        Stopwatch? clock = null;
        foreach (var step in CellSteps.Of(source))
        {
            interrupt.ThrowIfCancellationRequested();
            if (step.IsTimed) clock ??= Stopwatch.StartNew();
            var error = step switch
            {
                { IsTimed: true } => null,
                { Refused: { } refused } => CellErrorFactory.FromLine("CommandError", place, source, step.Line, refused),
                { Import: { } file } => await ImportAsync(file, place, source, step.Line, baseFolder, interrupt),
                _ => await RunAsync(place, step.Code!, source, baseFolder, interrupt),
            };
            if (error is not null) return error;
        }
        if (clock is not null) DisplayedValue.Show(DisplayBundle.Of($"Wall time: {clock.Elapsed.TotalMilliseconds:0.#} ms"));
        return null;
    }

    private async Task<CellError?> ImportAsync(string file, string place, string source, int line, string baseFolder, CancellationToken interrupt)
    {
        var path = Path.GetFullPath(file, baseFolder);
        if (_importing.Contains(path)) return CellErrorFactory.FromLine("ImportError", place, source, line, $"{file} imports itself. Remove one of the imports.");
        string text;
        try
        {
            text = Path.GetExtension(path) is ".dib" or ".csx" or ".cs" or ".ipynb"
                ? await File.ReadAllTextAsync(path, interrupt)
                : throw new NotebookException($"{file} cannot be imported.", "Import a .dib, .ipynb or .csx file.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return CellErrorFactory.FromLine("ImportError", place, source, line, $"There is no file {path}. Correct it: it is relative to the importing file's folder.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotebookException)
        {
            return CellErrorFactory.FromLine("ImportError", place, source, line, error.Message);
        }
        _importing.Push(path);
        var (name, from) = (Path.GetFileName(path), Path.GetDirectoryName(path)!);
        try
        {
            if (Path.GetExtension(path) != ".ipynb") return await RunStepsAsync(name, text, from, interrupt);
            foreach (var cell in Notebook.Parse(text, name).Cells.Where(cell => cell.Kind == CellKind.Code))
            {
                if (await RunStepsAsync($"{name}, cell {cell.Number}", cell.Source, from, interrupt) is { } error) return error;
            }
            return null;
        }
        catch (NotebookException error)
        {
            return CellErrorFactory.FromLine("ImportError", place, source, line, error.Message);
        }
        finally
        {
            _importing.Pop();
        }
    }

    // code is source with the lines of other steps blank; errors show source.
    private async Task<CellError?> RunAsync(string place, string code, string source, string baseFolder, CancellationToken interrupt)
    {
        _sources[place] = source;
        var root = CSharpSyntaxTree.ParseText(code, ScriptSyntax, cancellationToken: interrupt).GetCompilationUnitRoot(interrupt);
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
        var cell = CompiledCell.Of(ReferenceDirectives.Blank(code, root.GetReferenceDirectives()), _options.WithFilePath(place), _state?.Script, _libraries.Loader, interrupt);
        if (cell.Errors.Count > 0) return CellErrorFactory.FromDiagnostics(place, source, cell.Errors);
        // Those of a file that many cells import are its author's concern.
        foreach (var warning in _importing.Count == 0 ? cell.Warnings : []) _emit(new EngineEvent.Stream("stderr", CellErrorFactory.Words(place, warning) + "\n"));
        ScriptState<object>? next = null;
        try
        {
            await _thread.RunAsync(
                async () =>
                {
                    next = _state is null
                        ? await cell.Script.RunAsync(null, _ => true, CancellationToken.None)
                        : await cell.Script.RunFromAsync(_state, _ => true, CancellationToken.None);
                    // The result of display is a handle to a value that is shown already.
                    if (next.Exception is null && next.ReturnValue is not DisplayedValue && cell.HasValue(next.ReturnValue)) _emit(new EngineEvent.Result(DisplayBundle.Of(next.ReturnValue)));
                    return true;
                },
                () => _emit(new EngineEvent.Stream("stderr", $"{place} does not stop: a library or native code that it called goes on, with the lowest priority, until it is done or the engine is restarted.\n")),
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
            _state = next ?? _state;
        }
        interrupt.ThrowIfCancellationRequested();
        return _state?.Exception is { } thrown ? CellErrorFactory.FromException(thrown, _sources) : null;
    }
}
