using CowNotebooks.Engine.Execution.Interrupting;
using CowNotebooks.Notebooks.Messages;

namespace CowNotebooks.Engine.Execution;

/// <summary>Asks the person at the front end for a line of text, and waits for the answer.</summary>
/// <param name="emit">Sends the question.</param>
#pragma warning disable CA1001 // It lives as long as its process.
internal sealed class CellInput(Action<EngineEvent> emit)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private TaskCompletionSource<EngineRequest.Input>? _asked;

    /// <summary>Asks for a line; an interrupt of the cell that asks gives up.</summary>
    /// <param name="prompt">What to ask; may be empty.</param>
    /// <param name="isPassword">Whether the answer must not be seen.</param>
    /// <param name="cancel">Gives up too.</param>
    /// <exception cref="CellInterruptedException">The cell that asks was interrupted.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    /// <exception cref="InvalidOperationException">Nobody can answer; the message says why and what to do.</exception>
    public async Task<string> AskAsync(string prompt, bool isPassword, CancellationToken cancel)
    {
        CellRun.RefuseOutputOfTheLeft();
        var interrupt = CellRun.Current?.Interrupted ?? CancellationToken.None;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interrupt, cancel);
        try
        {
            return await AskInTurnAsync(prompt, isPassword, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            // On a thread of the cell's own nobody catches it.
            throw new CellInterruptedException();
        }
    }

    /// <summary>Takes the answer of the person, or of the runner in his place.</summary>
    public void Answer(EngineRequest.Input answer) => _asked?.TrySetResult(answer);

    private async Task<string> AskInTurnAsync(string prompt, bool isPassword, CancellationToken cancel)
    {
        await _oneAtATime.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            _asked = new TaskCompletionSource<EngineRequest.Input>(TaskCreationOptions.RunContinuationsAsynchronously);
            emit(new EngineEvent.Input(prompt, isPassword));
            var answer = await _asked.Task.WaitAsync(cancel).ConfigureAwait(false);
            return answer.Text ?? throw new InvalidOperationException($"The cell asks for input{(prompt.Length > 0 ? $" ({prompt.Trim()})" : "")}. {answer.Refusal}");
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
