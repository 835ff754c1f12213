using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CowNotebooks.Engine.Execution;
using CowNotebooks.Notebooks;
using CowNotebooks.Notebooks.Reading;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Engine.Hosting;

/// <summary>Runs a cell step by step: each is a command to the kernel of its language, and errors keep the line of the cell or file.</summary>
/// <param name="kernels">The kernels, once they are loaded.</param>
/// <param name="folder">The notebook's folder, to which <c>#r</c> and <c>#!import</c> in a cell are relative.</param>
internal sealed partial class CellRunner(Task<CompositeKernel> kernels, string folder)
{
    // Between two Cancel commands; the first may come before the kernel has taken the cell from its queue, and then cancels nothing.
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);

    // .NET Interactive's own words for a command that was cancelled.
    private const string NothingSaid = "Command cancelled.";

    private readonly Stack<string> _importing = [];
    private readonly ConditionalWeakTable<Kernel, Kernel> _refusing = [];
    private CompositeKernel _root = null!;

    /// <summary>Runs one cell to its end.</summary>
    /// <param name="place">The name of the cell in errors: <c>cell 3</c>.</param>
    /// <param name="text">Its source.</param>
    /// <param name="language">The language that its metadata names; null for C#.</param>
    /// <param name="interrupt">Stops it; the state of the cells before is kept.</param>
    /// <returns>Why it failed, or null.</returns>
    /// <exception cref="OperationCanceledException">The cell was interrupted; see <see cref="CellStoppedException"/>.</exception>
    public async Task<CellError?> RunAsync(string place, string text, string? language, CancellationToken interrupt)
    {
        _root = await kernels;
        _importing.Clear();
        return await RunAsync(new CellSource(place, text, folder, interrupt), language ?? Languages.CSharp);
    }

    private async Task<CellError?> RunAsync(CellSource source, string language)
    {
        if (Refusal(language) is { } refusal) return CellErrorFactory.FromLine("LanguageError", source.Place, source.Text, 1, refusal);
        Stopwatch? clock = null;
        foreach (var step in new CellSteps(_root).Of(source.Text, language))
        {
            source.Interrupt.ThrowIfCancellationRequested();
            if (step is CellStep.Time) clock ??= Stopwatch.StartNew();
            var error = step switch
            {
                CellStep.Code code => await SendAsync(source.MarkOn(new SubmitCode(code.Text, Languages.CSharp)), source, step.Line),
                CellStep.Submission other => await SubmitAsync(other, source),
                CellStep.Import import => await ImportAsync(import, source),
                CellStep.Refused refused => CellErrorFactory.FromLine("CommandError", source.Place, source.Text, step.Line, refused.Why),
                _ => null,
            };
            source.Interrupt.ThrowIfCancellationRequested();
            if (error is not null) return error;
        }
        if (clock is not null) await DisplayAsync("text/plain", Invariant($"Wall time: {clock.Elapsed.TotalMilliseconds:0.#} ms"));
        return null;
    }

    private string? Refusal(string language) =>
        Languages.IsCSharp(language) || language == Languages.Meta || _root.ChildKernels.TryGetByAlias(language, out _) ? null
        : Languages.Refusal(language) ?? $"A cell in {language} cannot be run: this engine runs C#. Change the cell's language, or delete it.";

    private async Task<CellError?> SendAsync(KernelCommand command, CellSource source, int line)
    {
        var result = await _root.SendAsync(command, CancellationToken.None);
        return result.Events.OfType<CommandFailed>().LastOrDefault() switch
        {
            null => null,
            { Exception: CellFailedException { Error: var error } } => error,
            var failed => CellErrorFactory.FromLine("CommandError", source.Place, source.Text, line, Sentence(failed)),
        };
    }

    /// <summary>As <see cref="SendAsync"/>, for a kernel that is not ours: an interrupt is .NET Interactive's own command, and the kernel may say what became of the cell.</summary>
    /// <exception cref="CellStoppedException">The cell was interrupted.</exception>
    private async Task<CellError?> SubmitAsync(CellStep.Submission step, CellSource source)
    {
        RefuseLate(step.Kernel);
        // With a token it would end before the kernel has said anything.
        var running = SendAsync(source.MarkOn(new SubmitCode(step.Text, step.Kernel)), source, step.Line);
        try
        {
            return await running.WaitAsync(source.Interrupt);
        }
        catch (OperationCanceledException) when (source.Interrupt.IsCancellationRequested)
        {
            throw new CellStoppedException(await CancelAsync(running));
        }
    }

    /// <summary>
    /// From now on the kernel runs no command of a cell that was interrupted. One that is cancelled on its way to the kernel would get there all the same, with a
    /// new context whose token nobody cancels, and run for ever.
    /// </summary>
    private void RefuseLate(string name)
    {
        if (!_root.ChildKernels.TryGetByAlias(name, out var kernel) || !_refusing.TryAdd(kernel, kernel)) return;
        kernel.AddMiddleware((command, context, next) =>
        {
            if (!CellSource.InterruptOf(command).IsCancellationRequested) return next(command, context);
            context.Fail(command, message: NothingSaid);
            return Task.CompletedTask;
        });
    }

    /// <summary>Has the kernel stop its cell.</summary>
    /// <returns>What it says of it, if it does.</returns>
    private async Task<string?> CancelAsync(Task<CellError?> running)
    {
        var clock = Stopwatch.StartNew();
        while (!running.IsCompleted && clock.Elapsed < TimeLimits.LastWords)
        {
            // Not here: the command may block until those that the cell has sent are done.
            _ = Task.Run(() => running.IsCompleted ? Task.CompletedTask : _root.SendAsync(new Cancel(), CancellationToken.None));
            await Task.WhenAny(running, Task.Delay(Again));
        }
        if (!running.IsCompleted) return null;
        try
        {
            return (await running)?.Message is { } said and not NothingSaid ? said : null;
        }
#pragma warning disable CA1031 // What a kernel does when it is cancelled may throw anything.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return $"The cell was interrupted, and its kernel failed to stop it: {error.GetBaseException().Message}";
        }
    }

    private static string Sentence(CommandFailed failed) => DirectiveError().Replace(failed.Exception?.Message ?? failed.Message, "");

    private Task<KernelCommandResult> DisplayAsync(string mimeType, string content) => _root.SendAsync(new DisplayValue(new FormattedValue(mimeType, content)), CancellationToken.None);

    private async Task<CellError?> ImportAsync(CellStep.Import step, CellSource source)
    {
        var path = Path.GetFullPath(step.File, source.Folder);
        if (_importing.Contains(path)) return Error($"{step.File} imports itself. Remove one of the imports.");
        if (Path.GetExtension(path) is not (".dib" or ".csx" or ".cs" or ".ipynb")) return Error($"{step.File} cannot be imported. Import a .dib, .ipynb or .csx file.");
        if (!File.Exists(path)) return Error($"There is no file {path}. Correct it: it is relative to the importing file's folder.");
        _importing.Push(path);
        try
        {
            var imported = source with { Place = Path.GetFileName(path), Text = NotebookText.Read(path), Folder = Path.GetDirectoryName(path)!, IsImported = true };
            if (Path.GetExtension(path) == ".ipynb") return await RunNotebookAsync(imported);
            MergeConflict.RefuseWhole(imported.Text, imported.Place);
            return await RunAsync(imported, Languages.CSharp);
        }
        catch (NotebookException error)
        {
            return Error(error.Message);
        }
        finally
        {
            _importing.Pop();
        }

        CellError Error(string message) => CellErrorFactory.FromLine("ImportError", source.Place, source.Text, step.Line, message);
    }

    private async Task<CellError?> RunNotebookAsync(CellSource notebook)
    {
        var imported = Notebook.Parse(notebook.Text, notebook.Place);
        imported.RefuseForeign(notebook.Place);
        foreach (var cell in imported.Cells)
        {
            if (cell.Kind == CellKind.Markdown) await DisplayAsync("text/markdown", cell.Source);
            if (cell.Kind != CellKind.Code) continue;
            var error = await RunAsync(notebook with { Place = $"{notebook.Place}, cell {cell.Number}", Text = cell.Source }, imported.LanguageOf(cell)!);
            if (error is not null) return error;
        }
        return null;
    }

    // The directive parser's own place and code; the line is known better here.
    [GeneratedRegex(@"^\(\d+,\d+\): error DNI\d+: ", RegexOptions.Multiline)]
    private static partial Regex DirectiveError();
}
