using CowNotebooks.Lab;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Interactive.Cells;

/// <summary>Cells that one of a laboratory's processes runs, in its language.</summary>
internal abstract class CellKernel : Kernel, IKernelCommandHandler<SubmitCode>
{
    protected CellKernel(string name, string description, Bench bench)
        : base(name)
    {
        (Bench, KernelInfo.Description) = (bench, description);
        SpeakItsLanguage(null, EventArgs.Empty);
        Laboratory.CurrentChanged += SpeakItsLanguage;
        RegisterForDisposal(() => Laboratory.CurrentChanged -= SpeakItsLanguage);
    }

    protected Bench Bench { get; }

    /// <summary>What a person is told whose cell was interrupted.</summary>
    protected abstract string Interrupted { get; }

    /// <inheritdoc/>
    public Task HandleAsync(SubmitCode command, KernelInvocationContext context) => CellFailure.GuardAsync(command, context, async () =>
    {
        var cell = NotebookCell.Of(command);
        if (Bench.Laboratory is { Recorded: not null } elsewhere)
        {
            KernelInvocationContextExtensions.Display(context, Instead(elsewhere, cell));
            return;
        }

        // The engine's own words would follow: the first failure of a cell is the one that is shown.
        var interrupted = context.CancellationToken.Register(() => context.Fail(command, message: Interrupted));
        Run run;
        await using (interrupted.ConfigureAwait(false)) run = await Bench.InTurnAsync(lab => RunAsync(lab, cell, context.CancellationToken), context.CancellationToken).ConfigureAwait(false);
        Show(run, command, context);
        if (!run.Outcome.IsCompleted) context.Fail(command, message: CellFailure.Of(run.Outcome));
    });

    /// <summary>What is shown where the runtime is not installed.</summary>
    protected abstract object Instead(Laboratory lab, NotebookCell cell);

    /// <summary>Runs a cell.</summary>
    protected abstract Task<Run> RunAsync(Laboratory lab, NotebookCell cell, CancellationToken cancel);

    /// <summary>The run's picture, when it shared pages with another process; what it printed; its value.</summary>
    private static void Show(Run run, SubmitCode command, KernelInvocationContext context)
    {
        if (run.After is { HasChild: true }) KernelInvocationContextExtensions.Display(context, run with { Output = "", Value = null });
        if (run.Output.Length > 0) context.Publish(new StandardOutputValueProduced(command, [new FormattedValue(PlainTextFormatter.MimeType, run.Output)]));
        if (run.Value is { } value) context.Publish(new ReturnValueProduced(value, command, [new FormattedValue(PlainTextFormatter.MimeType, value)]));
    }

    private void SpeakItsLanguage(object? sender, EventArgs args)
    {
        KernelInfo.LanguageName = Laboratory.Current?.Language;
        if (KernelInvocationContext.Current is { } context) context.Publish(new KernelInfoProduced(KernelInfo, context.Command));
    }
}
