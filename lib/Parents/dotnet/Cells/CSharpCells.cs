using CowNotebooks.Forking.Messages;
using CowNotebooks.Forking.Parenting;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>Runs cells of C#, which the observer has compiled.</summary>
internal sealed class CSharpCells : ICells
{
    private readonly Session _session = new();
    private readonly ParentThreads _threads = new();
    private bool _rehearsed, _collected, _inChild;

    /// <inheritdoc/>
    public void Assign(string name, CellValue value)
    {
        _collected = false;
        _session.Globals.Assign(name, value);
    }

    /// <inheritdoc/>
    public string? Run(string file)
    {
        _collected = false;
        var cell = Make(file);
        cell.Run(0, 1);
        return cell.Show();
    }

    /// <inheritdoc/>
    public void BeforeFork(bool childIsAlive)
    {
        if ((ForkGuards.FirstMissing() ?? _threads.FirstOther()) is { } refusal) throw new CellFailedException(refusal);
        if (!_rehearsed) Rehearse();
        _rehearsed = true;
        // While a child lives a collection here would write the pages that both share. And without it the heap stays where a child's own collection moves it.
        if (_collected || childIsAlive) return;
        // Into the oldest generation, where nothing moves it any more unless everything is collected.
        for (var generation = 0; generation <= GC.MaxGeneration; generation++) GC.Collect();
        GC.WaitForPendingFinalizers();
        _collected = true;
    }

    /// <inheritdoc/>
    public IPreparedCell Prepare(string file)
    {
        // Of this child's own, made anew: writing the parent's would copy its page.
        if (!_inChild) _session.Globals.part = new Part();
        _inChild = true;
        return Make(file);
    }

    /// <inheritdoc/>
    public SizeAnswer Size(string variable) => VariableSize.Of(_session.Find(variable));

    // What a child does for the first time it pays for in faults and pages: here it is compiled beforehand.
    private void Rehearse()
    {
        foreach (var name in new[] { nameof(PreparedCell.Run), nameof(PreparedCell.Show) }) Preparation.Prepare(typeof(PreparedCell).GetMethod(name)!);
        Preparation.Prepare(typeof(CellErrors).GetMethod(nameof(CellErrors.Describe))!);
        var nothing = new PreparedCell.Empty(_session);
        nothing.Run(0, 1);
        _ = nothing.Show();
    }

    private IPreparedCell Make(string file)
    {
        if (_session.Load(file) is not var (cell, submission)) return new PreparedCell.Empty(_session);
        Preparation.Prepare(cell.Type);
        return new PreparedCell(_session, cell, submission);
    }
}
