using CowNotebooks.Forking.Messages;
using CowNotebooks.Forking.Parenting;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>Runs cells of C#, which the observer has compiled.</summary>
internal sealed class CSharpCells : ICells
{
    private readonly Session _session = new();
    private readonly ParentThreads _threads = new();
    // Keeps what a cell makes on pages of its own: what the session writes lies on others.
    private readonly List<byte[]> _margins = [];
    private bool _ownCodeToRehearse, _ownCodeIsRehearsed, _collected, _mayFinalize, _inChild;

    /// <inheritdoc/>
    public void Assign(string name, CellValue value)
    {
        _collected = false;
        _mayFinalize = true;
        _session.Globals.Assign(name, value);
    }

    /// <inheritdoc/>
    public string? Run(string file)
    {
        _collected = false;
        // Own code may collect, and after a collection the finalizer thread is at work.
        _mayFinalize = true;
        if (Path.GetDirectoryName(file) == Path.Combine(CompiledCell.Catalogue, "compiled"))
        {
            _ = _session.Assemblies.Load(file);
            Rehearsal.OfCollections(file, _session.Assemblies);
        }
        else _ownCodeToRehearse = !_ownCodeIsRehearsed;
        var cell = PreparedCell.Of(file, _session, isCompiledAhead: false);
        _margins.Add(new byte[Environment.SystemPageSize]);
        cell.Run(0, 1);
        _margins.Add(new byte[Environment.SystemPageSize]);
        return cell.Show();
    }

    /// <inheritdoc/>
    public void BeforeFork(bool childIsAlive)
    {
        if ((ForkGuards.FirstMissing() ?? _threads.FirstOther()) is { } refusal) throw new CellFailedException(refusal);
        if (_ownCodeToRehearse) Rehearsal.OfOwnCode();
        _ownCodeIsRehearsed |= _ownCodeToRehearse;
        _ownCodeToRehearse = false;
        _inChild = false;
        // While a child lives a collection here would write the pages that both share.
        if (!_collected && !childIsAlive) Collect();
        if (_mayFinalize) ParentThreads.AwaitRest();
        _mayFinalize = false;
    }

    /// <inheritdoc/>
    public IPreparedCell Prepare(string file)
    {
        _mayFinalize = true;
        // Of this child's own, made anew: writing the parent's would copy its page.
        if (!_inChild) _session.Globals.part = new Part();
        _inChild = true;
        return PreparedCell.Of(file, _session, isCompiledAhead: true);
    }

    /// <inheritdoc/>
    public SizeAnswer Size(string variable) => VariableSize.Of(_session.Find(variable));

    // Into the oldest generation, where nothing moves the heap any more unless everything is collected.
    private void Collect()
    {
        for (var generation = 0; generation <= GC.MaxGeneration; generation++) GC.Collect();
        GC.WaitForPendingFinalizers();
        _collected = true;
    }
}
