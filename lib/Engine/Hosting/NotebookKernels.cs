using CowNotebooks.Engine.Execution;
using CowNotebooks.Engine.Hosting.Kernels;
using CowNotebooks.Notebooks.Ipynb;
using CowNotebooks.Notebooks.Messages;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.DotNet.Interactive.Utility;

namespace CowNotebooks.Engine.Hosting;

/// <summary>
/// The kernels of a notebook, as .NET Interactive's tool puts them together: <c>Kernel.Root</c> with C# and what is shown rather than run. A process has one
/// (console, formatters and default load context are the process's own).
/// </summary>
internal static class NotebookKernels
{
    /// <param name="session">What runs C#.</param>
    /// <param name="input">Asks the person at the front end.</param>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="tell">Receives the outputs of cells.</param>
    public static CompositeKernel Make(CSharpSession session, CellInput input, string folder, Action<EngineEvent> tell)
    {
        Formats.Register();
        // The package replaces Console's writers while a command runs, unless it has replaced them already: ours are to stay.
        var (output, error) = (Console.Out, Console.Error);
        _ = ConsoleOutput.Subscribe(_ => Nothing.ToDo);
        Console.SetOut(output);
        Console.SetError(error);

        var root = new CompositeKernel { FrontendEnvironment = new BrowserFrontend() };
        Kernel[] kernels =
        [
            new SessionKernel(session, folder).UseValueSharing().UseWho(), new HtmlKernel(), TextKernel.JavaScript(), TextKernel.Markdown(), TextKernel.Mermaid(), new KeyValueStoreKernel().UseWho(),
        ];
        foreach (var kernel in kernels) root.Add(kernel, KernelNames.AliasesOf(kernel.Name));
        root.DefaultKernelName = Languages.CSharp;
        root.RegisterCommandHandler<RequestInput>((asked, context) => AnswerAsync(input, asked, context));
        root.AddMiddleware(ForeignLines.RevealAsync);
        root.UseImportMagicCommand().UseToolCommands();
        root.KernelEvents.Subscribe(new Listener<KernelEvent>(told =>
        {
            if (EventTranslation.Of(told) is { } shown) tell(shown);
        }));
        // A thread that outlives its cell still carries the cell's context, which passes nothing on any more.
        _ = Formatter.SubscribeToDisplayedValues(shown =>
        {
            if (KernelInvocationContext.Current is { IsComplete: true }) DisplaySink.Emit(EventTranslation.Of(shown));
        });
        return root;
    }

    private static async Task AnswerAsync(CellInput input, RequestInput asked, KernelInvocationContext context)
    {
        try
        {
            // Not on the cell's thread: it is blocked until the command is done.
            context.Publish(new InputProduced(await input.AskAsync(asked.Prompt ?? "", asked.IsPassword, context.CancellationToken).ConfigureAwait(false), asked));
        }
        catch (InvalidOperationException error)
        {
            context.Fail(asked, message: error.Message);
        }
    }

    private sealed class BrowserFrontend : FrontendEnvironment;

    private sealed class Nothing : IDisposable
    {
        public static readonly Nothing ToDo = new();

        public void Dispose()
        {
        }
    }

    private sealed class Listener<T>(Action<T> listen) : IObserver<T>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(T value) => listen(value);
    }
}
