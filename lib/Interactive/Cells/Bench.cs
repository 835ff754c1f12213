using System.Runtime.CompilerServices;
using CowNotebooks.Lab;

namespace CowNotebooks.Interactive.Cells;

/// <summary>What the cells of parent and child share: whose turn it is, and the child that a directive forked in each laboratory. A laboratory answers one request at a time.</summary>
internal sealed class Bench : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConditionalWeakTable<Laboratory, Child> _forked = [];

    /// <summary>The laboratory that was opened last.</summary>
    /// <exception cref="LabUsageException">None is open.</exception>
    public static Laboratory Laboratory => Laboratory.Current ?? throw new LabUsageException(
        "There is no laboratory yet, so no parent to run this cell.", "Open one in a C# cell before: var lab = await Laboratory.OpenAsync(Runtime.CPython(), new { Size = 1_000_000 });");

    /// <summary>What is shown in place of a cell where a recorded run stands in for the runtime.</summary>
    public static string NotRun(Laboratory lab) => $"Not run: {lab.Missing}";

    /// <summary>Does something with the laboratory when nothing else does.</summary>
    /// <exception cref="LabUsageException">No laboratory is open.</exception>
    public async Task<T> InTurnAsync<T>(Func<Laboratory, Task<T>> work, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await work(Laboratory).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The names that the parent knows; none while a cell runs, or without a laboratory.</summary>
    /// <param name="path">The object whose members are asked for; null for the variables.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<IReadOnlyList<string>> NamesAsync(string? path, CancellationToken cancel)
    {
        if (Laboratory.Current is not { Recorded: null } lab || !await _turn.WaitAsync(0, cancel).ConfigureAwait(false)) return [];
        try
        {
            return await lab.NamesAsync(path, cancel).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>The child that runs the next cell: the one that was forked last, or a fresh one.</summary>
    public async Task<Child> ChildAsync(Laboratory lab, CancellationToken cancel) => lab.Child ?? await ForkAsync(lab, cancel).ConfigureAwait(false);

    /// <summary>A fresh child. The one that a directive forked before leaves; those that C# cells forked stay.</summary>
    public async Task<Child> ForkAsync(Laboratory lab, CancellationToken cancel)
    {
        if (_forked.TryGetValue(lab, out var before)) await before.DisposeAsync().ConfigureAwait(false);
        var child = await lab.ForkAsync(cancel: cancel).ConfigureAwait(false);
        _forked.AddOrUpdate(lab, child);
        return child;
    }
}
