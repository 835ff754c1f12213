using CowNotebooks.Lab;
using Microsoft.DotNet.Interactive.Directives;

namespace CowNotebooks.Interactive.Cells;

/// <summary>#!child</summary>
internal sealed class ChildKernel : CellKernel
{
    private const string KernelName = "child";

    public ChildKernel(Bench bench)
        : base(KernelName, "Code that runs in a child of the current laboratory's parent, and is measured.", bench)
    {
        var options = KernelSpecifierDirective.Parameters;
        options.Add(new(NotebookCell.SlicesOption, "In how many parts it runs; more give a finer curve."));
        options.Add(new(NotebookCell.PredictOption, "The variable whose elements it will write: their pages are predicted."));
        options.Add(new(NotebookCell.WordOption, "Which word of them it will write: field, header-word, reference-count; by default the first of an object."));
        options.Add(new(NotebookCell.NewOption, "Forks a fresh child first.") { Flag = true });
        options.Add(new(NotebookCell.RecordedOption, "A recorded run, which is shown where the runtime is not installed."));
    }

    protected override string Interrupted => "The cell was interrupted, and with it the child was ended. The parent is as it was: the next #!child cell forks a fresh child.";

    protected override object Instead(Laboratory lab, NotebookCell cell) => lab.ShowRecorded(cell.Recording);

    // Before the first fork what the parent holds is what the child will hold.
    protected override Task<object> GetAsync(Laboratory lab, string variable, CancellationToken cancel) =>
        lab.Child is { } child ? child.GetAsync(variable, cancel) : lab.GetAsync(variable, cancel);

    protected override async Task SetAsync(Laboratory lab, IReadOnlyDictionary<string, object?> values, CancellationToken cancel)
    {
        var child = await Bench.ChildAsync(lab, cancel).ConfigureAwait(false);
        await child.SetAsync(values, cancel).ConfigureAwait(false);
    }

    protected override async Task<Run> RunAsync(Laboratory lab, NotebookCell cell, CancellationToken cancel)
    {
        var child = cell.IsNew ? await Bench.ForkAsync(lab, cancel).ConfigureAwait(false) : await Bench.ChildAsync(lab, cancel).ConfigureAwait(false);
        if (child.Baseline is null) await child.RunAsync(Workload.Noop, cancel: cancel).ConfigureAwait(false);
        if (cell.Predict is { } variable) lab.Predict(variable, cell.Word);
        return await child.RunAsync(cell.Code, cell.Slices, cancel: cancel).ConfigureAwait(false);
    }
}
