using CowNotebooks.Forking.Messages;
using CowNotebooks.Forking.Parenting;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>Runs cells of C#, which the observer has compiled.</summary>
internal sealed class CSharpCells : ICells
{
    private readonly Session _session = new();
    private readonly ParentThreads _threads = new();
    // A page of padding before and after each cell's run, so that its objects share no page with what the session writes.
    private readonly List<byte[]> _margins = [];
    private bool _mustWarmUpOwnCode, _ownCodeIsWarm, _collected, _hasYoung, _mayFinalize, _inChild;

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
        // Own code may collect, and the finalizer thread runs after a collection.
        _mayFinalize = true;
        if (Path.GetDirectoryName(file) == Path.Combine(CompiledCell.Catalogue, "compiled"))
        {
            _ = _session.Assemblies.Load(file);
            WarmUp.OfCollections(file, _session.Assemblies);
        }
        else _mustWarmUpOwnCode = !_ownCodeIsWarm;
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
        if (_mustWarmUpOwnCode) WarmUp.OfOwnCode();
        _ownCodeIsWarm |= _mustWarmUpOwnCode;
        _mustWarmUpOwnCode = false;
        _inChild = false;
        // While a child lives, a collection here would write pages that both share.
        if (!_collected && !childIsAlive && !_session.Globals.KeepsYoung) Collect();
        if (_mayFinalize) ParentThreads.AwaitSleep();
        _mayFinalize = false;
    }

    /// <inheritdoc/>
    public IPreparedCell Prepare(string file)
    {
        // What the cell leaves behind in a parent, whose own runs are prepared as well, is young. It does not make the next fork collect: generation 0 would begin
        // anew in memory that the parent has used, and the next child's new objects would be copies of its pages.
        _hasYoung = true;
        _mayFinalize = true;
        // A new object for this child: writing to the parent's would copy its page.
        if (!_inChild) _session.Globals.part = new Part();
        _inChild = true;
        return PreparedCell.Of(file, _session, isCompiledAhead: true);
    }

    /// <inheritdoc/>
    public SizeAnswer Size(string variable) => VariableSize.Of(_session.Find(variable), isYoung: _hasYoung || !_collected);

    /// <inheritdoc/>
    public IReadOnlyList<string> Names(string? path) => path is null ? _session.Names : Members.Of(_session.Value(path.Split('.')[0]), path.Split('.').AsSpan(1));

    /// <inheritdoc/>
    public CellValue ValueOf(string variable)
    {
        var value = _session.Value(variable);
        return CellValue.Of(value) ?? throw new CellFailedException($"'{variable}' is {(value is null ? "null" : $"of type {ValueText.NameOf(value.GetType())}")}.");
    }

    // Promotes the heap to the oldest generation, where only a full collection moves it.
    private void Collect()
    {
        for (var generation = 0; generation <= GC.MaxGeneration; generation++) GC.Collect();
        GC.WaitForPendingFinalizers();
        (_collected, _hasYoung) = (true, false);
    }
}
