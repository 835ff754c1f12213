using CowNotebooks.Lab;

namespace CowNotebooks.Interactive.Cells;

/// <summary>#!parent</summary>
internal sealed class ParentKernel(Bench bench) : CellKernel(KernelName, "Code that runs in the parent of the current laboratory.", bench)
{
    public const string KernelName = "parent";

    protected override string Interrupted =>
        "The cell was interrupted, and with it the parent was ended, with all that it held. Open a laboratory again, and run the cells that filled it.";

    protected override object Instead(Laboratory lab, NotebookCell cell) => Bench.NotRun(lab);

    protected override Task<object> GetAsync(Laboratory lab, string variable, CancellationToken cancel) => lab.GetAsync(variable, cancel);

    protected override Task SetAsync(Laboratory lab, IReadOnlyDictionary<string, object?> values, CancellationToken cancel) => lab.SetAsync(values, cancel);

    protected override async Task<Run> RunAsync(Laboratory lab, NotebookCell cell, CancellationToken cancel)
    {
        try
        {
            return await lab.RunAsync(cell.Code, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It goes on with the cell and answers nothing else.
            await lab.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
