using CowNotebooks.Lab;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.DotNet.Interactive.ValueSharing;

namespace CowNotebooks.Interactive.Cells;

/// <summary>Cells that one of a laboratory's processes runs, in its language.</summary>
internal abstract class CellKernel : Kernel, IKernelCommandHandler<SubmitCode>, IKernelCommandHandler<RequestCompletions>,
    IKernelCommandHandler<RequestValueInfos>, IKernelCommandHandler<RequestValue>, IKernelCommandHandler<SendValue>
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

    /// <inheritdoc/>
    public Task HandleAsync(RequestCompletions command, KernelInvocationContext context) => CellFailure.GuardAsync(command, context, async () =>
    {
        var word = WordBefore.Of(command);
        // An editor asks at every key: while a cell runs it gets none.
        var names = await Bench.NamesAsync(word.Path, context.CancellationToken).ConfigureAwait(false);
        CompletionItem[] items = [.. names.Where(name => name.StartsWith(word.Begun, StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionItem(name, word.Path is null ? "Variable" : "Property"))];
        context.Publish(new CompletionsProduced(items, command, word.Span));
    });

    /// <inheritdoc/>
    public Task HandleAsync(RequestValueInfos command, KernelInvocationContext context) => CellFailure.GuardAsync(command, context, async () =>
    {
        var names = await Bench.NamesAsync(null, context.CancellationToken).ConfigureAwait(false);
        context.Publish(new ValueInfosProduced([.. names.Select(name => new KernelValueInfo(name, new FormattedValue(PlainTextFormatter.MimeType, name)))], command));
    });

    // A directive that asks for a value, or sends one, takes no notice of a failure: the cell that it stands in fails.
    /// <inheritdoc/>
    public Task HandleAsync(RequestValue command, KernelInvocationContext context) => CellFailure.GuardAsync(context.Command, context, async () =>
    {
        var value = await Bench.InTurnAsync(lab => GetAsync(lab, command.Name, context.CancellationToken), context.CancellationToken).ConfigureAwait(false);
        context.Publish(new ValueProduced(value, command.Name, FormattedValue.CreateSingleFromObject(value, command.MimeType), command));
    });

    /// <inheritdoc/>
    public Task HandleAsync(SendValue command, KernelInvocationContext context) => CellFailure.GuardAsync(context.Command, context, async () =>
    {
        var values = new Dictionary<string, object?> { [command.Name] = HandedValue.Of(command) };
        await Bench.InTurnAsync(async lab =>
        {
            await SetAsync(lab, values, context.CancellationToken).ConfigureAwait(false);
            return true;
        }, context.CancellationToken).ConfigureAwait(false);
    });

    /// <summary>Reads a variable.</summary>
    protected abstract Task<object> GetAsync(Laboratory lab, string variable, CancellationToken cancel);

    /// <summary>Sets variables.</summary>
    protected abstract Task SetAsync(Laboratory lab, IReadOnlyDictionary<string, object?> values, CancellationToken cancel);

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
