using CowNotebooks.Forking;
using CowNotebooks.Forking.Messages;
using CowNotebooks.Lab.Predicting;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Lab;

/// <content>What a variable of the parent holds, and what the next run will write: both are asked of scouts.</content>
public sealed partial class Laboratory
{
    // The parent has run something since its heap was sized: it may hold something else, and a collector that moves objects may have moved them.
    private bool _isHeapOld;

    /// <summary>The size of all that a variable of the parent holds, counted by its runtime in a scout: parent and children are not touched.</summary>
    /// <param name="variable">Its name.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="LabUsageException">There is no such variable, or the runtime cannot say.</exception>
    /// <exception cref="ProcessFailedException">The parent ended, refused, or took too long.</exception>
    public async Task<AllocatedHeap> SizeAsync(string variable, CancellationToken cancel = default)
    {
        if (Recorded is { } recorded) return new AllocatedHeap(recorded.Heap, recorded.DeepSize) { Layouts = Runtime.Layouts, Recorded = recorded.Recorded };
        var sized = await ScoutAsync(variable, Lab.Heap.Own("", variable), cancel).ConfigureAwait(false);
        if (!sized.IsThere) throw new LabUsageException(sized.Why, "Name a variable that a cell of the parent has set.");
        // What a heap of the catalogue is predicted from stays.
        if (Heap is not { Heap.Code: null }) Hold(sized.Value);
        return sized.Value;
    }

    /// <summary>States what the next run will write: that word of each element of a variable. A scout finds the addresses when the run begins.</summary>
    /// <param name="variable">A variable of the parent that holds the elements.</param>
    /// <param name="word">Which word; by default the first that the parent describes.</param>
    /// <param name="stride">Only of elements in pages whose number is a multiple of it: 4 for every fourth page.</param>
    public void Predict(string variable, Word? word = null, int stride = 1) => Expected = new Expectation(variable, word, stride);

    /// <summary>States that the next run only reads: it will write none of the elements that parent and child share.</summary>
    public void PredictNothing() => Expected = new Expectation(null);

    /// <summary>The prediction that <see cref="Predict"/> asked for, for the run that begins now; null when nothing was said.</summary>
    internal async Task<Reading<Prediction>?> ExpectedAsync(CancellationToken cancel)
    {
        if (Expected is not var (variable, word, stride)) return null;
        Expected = null;
        if (variable is null) return Prediction.Of(PageRanges.None);
        Reading<AllocatedHeap> sized;
        try
        {
            sized = await ScoutAsync(variable, Lab.Heap.Own("", variable), cancel).ConfigureAwait(false);
        }
        catch
        {
            // The run has not begun: what was said holds of the next one.
            Expected = new(variable, word, stride);
            throw;
        }

        if (!sized.IsThere) return Prediction.None(sized.Why);
        // What a heap of the catalogue is predicted from stays; of own code the sized variable is all that is known.
        if (Heap is not { Heap.Code: null }) Hold(sized.Value);
        return Prediction.Of(sized.Value, word, stride, $"the elements of {variable}");
    }

    /// <summary>Sizes again what the parent holds, when it has run something since. Before a fork: what the parent does afterwards its child does not see.</summary>
    private async Task SizeAgainAsync(CancellationToken cancel)
    {
        if (!_isHeapOld || Heap is not { DeepSize: not null } old) return;
        if (old.Heap.Code is null) Hold(await SizeCatalogueHeapAsync(old.Heap, cancel).ConfigureAwait(false));
        else if (Expected?.Variable != old.Heap.Name) Hold((await ScoutAsync(old.Heap.Name, old.Heap, cancel).ConfigureAwait(false)).Value);
        else _isHeapOld = false;
    }

    /// <summary>What the parent holds, as it was sized just now.</summary>
    private void Hold(AllocatedHeap? sized) => (Heap, _isHeapOld) = (sized, false);

    private async Task<AllocatedHeap> SizeCatalogueHeapAsync(Heap heap, CancellationToken cancel) =>
        (await ScoutAsync(HeapVariable, heap, cancel).ConfigureAwait(false)).Value ?? new AllocatedHeap(heap, null) { Layouts = Layouts };

    private async Task<Reading<AllocatedHeap>> ScoutAsync(string variable, Heap heap, CancellationToken cancel)
    {
        var (answer, outcome) = await AskScoutAsync("sizing", Request.Size(variable), cancel).ConfigureAwait(false);
        if (answer is null) return Reading.None<AllocatedHeap>(outcome is Raised raised ? $"{raised.Message.TrimEnd('.')}." : outcome.ToString());
        try
        {
            return AllocatedHeap.From(heap, SizeAnswer.Read(answer), Layouts);
        }
        catch (FormatException error)
        {
            return Reading.None<AllocatedHeap>($"the parent answered nonsense: {error.Message}");
        }
    }

    /// <summary>Asks a throw-away child: whatever answering writes, neither the parent nor a child that will be measured is touched.</summary>
    private async Task<(Answer? Answer, Outcome Outcome)> AskScoutAsync(string doing, string request, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        // To give up a question, such as an editor's, must not end the parent.
        var scout = await Living.ForkAsync(Options.TimeLimit, CancellationToken.None).ConfigureAwait(false);
        await using (scout.ConfigureAwait(false)) return await scout.AskAsync(doing, request, Options.TimeLimit, cancel).ConfigureAwait(false);
    }
}
