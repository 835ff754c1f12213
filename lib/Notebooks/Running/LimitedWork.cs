namespace CowNotebooks.Notebooks.Running;

/// <summary>Work on text that is not ours, which may never end: a regular expression that backtracks, a link to a pipe.</summary>
internal static class LimitedWork
{
    /// <summary>
    /// Does the work on a thread of its own, and waits no longer than <paramref name="limit"/>. A thread that goes on is left alone: it ends with the process.
    /// </summary>
    /// <param name="work">Makes a value; its exceptions are thrown here.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>The value, or null when the work did not end in time.</returns>
    public static async Task<T?> DoAsync<T>(Func<T> work, TimeSpan limit, CancellationToken cancel)
        where T : class
    {
        var task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await task.WaitAsync(limit, cancel);
        }
        catch (TimeoutException) when (!task.IsFaulted)
        {
            return null;
        }
    }
}
