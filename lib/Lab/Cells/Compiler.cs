using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CowNotebooks.Compiling;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Messages;
using CowNotebooks.Lab.Catalogues;
using CowNotebooks.Lab.Starting;

namespace CowNotebooks.Lab.Cells;

/// <summary>
/// The compiler of C# cells: a process of its own beside the observer, so that neither the parent nor a notebook's process loads Roslyn for it. It is
/// started with the first cell of own code, and keeps its compilations, so that a cell can use the definitions of earlier ones.
/// </summary>
internal sealed class Compiler : IAsyncDisposable
{
    private readonly Process _process;
    private bool _disposed;
    private readonly HashSet<string> _heaps = [];
    private Task _last = Task.CompletedTask;

    private Compiler(Process process) => _process = process;

    /// <param name="library">The library whose types every cell sees: the parent program.</param>
    /// <param name="workingFolder">The folder against which a relative #r is resolved.</param>
    /// <exception cref="LabUsageException">The compiler is missing.</exception>
    public static Compiler Start(string library, string workingFolder)
    {
        const string name = "CowNotebooks.Compiling";
        var program = Beside.Library($"compiling/{name}.dll");
        if (!File.Exists(program)) throw new LabUsageException($"The cell compiler is missing: {program}.", Beside.Remedy);
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        // The same, compiled for this processor: it starts in half the time.
        var ahead = Beside.Library($"compiling/ahead/{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}/{name}.dll");
        var start = new ProcessStartInfo(DotNetHost.Path(), [File.Exists(ahead) ? ahead : program, "serve", library])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            WorkingDirectory = workingFolder,
        };
        // Killed, it would leave the diagnostics server's socket and pipes in the folder for temporary files.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        try
        {
            return new(Process.Start(start)!);
        }
        catch (Win32Exception error)
        {
            throw new LabUsageException($"The cell compiler could not be started: {error.Message}.", "Install the .NET 10 SDK.");
        }
    }

    /// <summary>C# that declares a variable with the value that the parent was given under that name.</summary>
    public static string Declaration(string name, CellValue value)
    {
        var type = value.ToObject() switch { long => "long", double => "double", bool => "bool", string => "string", long[] => "long[]", double[] => "double[]", bool[] => "bool[]", _ => "string[]" };
        return string.Create(CultureInfo.InvariantCulture, $"{type} {name} = Value<{type}>(\"{name}\");");
    }

    /// <summary>Compiles a cell.</summary>
    /// <param name="id">Its name, which no other cell of this compiler has.</param>
    /// <param name="previous">The name of the cell that it continues; null for none.</param>
    /// <param name="source">The path of its text.</param>
    /// <param name="output">The path of the compiled cell.</param>
    /// <param name="forChild">True to refuse what a forked child cannot do.</param>
    /// <param name="cannotCollect">Why no child can collect; null when it can.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="CellNotCompiledException">It does not compile.</exception>
    public async Task CompileAsync(string id, string? previous, string source, string output, bool forChild, string? cannotCollect, CancellationToken cancel)
    {
        var answer = await AskAsync(new CompileRequest(id, previous ?? "", source, output, forChild, cannotCollect ?? ""), cancel).ConfigureAwait(false);
        if (!answer.IsCompiled)
            throw new CellNotCompiledException(string.Join('\n', answer.Notes.Select(note => string.Create(CultureInfo.InvariantCulture, $"cell({note.Line},{note.Column}): error: {note.Message}"))));
    }

    /// <summary>Compiles a heap of the catalogue as the parent's build did, so that cells can continue it. Answers its name.</summary>
    public async Task<string> CompileHeapAsync(CatalogueEntry heap, string output, CancellationToken cancel)
    {
        var id = CompileRequest.IdOfHeap(heap.Name);
        if (_heaps.Add(id)) await CompileAsync(id, null, heap.File, output, forChild: false, cannotCollect: null, cancel).ConfigureAwait(false);
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone, and what was written last never reached it.
        }

        using var limit = new CancellationTokenSource(TimeLimits.Leave);
        try
        {
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        // Disposing a process leaves the streams open that were asked for.
        _process.StandardOutput.Dispose();
        _process.Dispose();
    }

    private async Task<CompileAnswer> AskAsync(CompileRequest request, CancellationToken cancel)
    {
        // Whoever cancels does not wait; the answer is read all the same, as it would be taken for the one to the next request.
        var answer = AnswerAsync(_last, request);
        _last = answer;
        return await answer.WaitAsync(cancel).ConfigureAwait(false);
    }

    private async Task<CompileAnswer> AnswerAsync(Task before, CompileRequest request)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var limit = new CancellationTokenSource(TimeLimits.Compile);
        try
        {
            await _process.StandardInput.WriteAsync(request.Write().AsMemory(), limit.Token).ConfigureAwait(false);
            await _process.StandardInput.FlushAsync(limit.Token).ConfigureAwait(false);
            if (await _process.StandardOutput.ReadLineAsync(limit.Token).ConfigureAwait(false) is { } line && CompileAnswer.Read(line) is { } answer) return answer;
        }
        catch (IOException)
        {
            // The process is gone; treated like an empty answer.
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            throw new CellNotCompiledException(string.Create(
                CultureInfo.InvariantCulture, $"The cell compiler did not answer within {TimeLimits.Compile.TotalSeconds:0} s. Make the cell smaller."));
        }

        throw new CellNotCompiledException("The cell compiler has ended. Open the laboratory again.");
    }
}
