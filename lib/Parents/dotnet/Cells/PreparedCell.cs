using CowNotebooks.Forking.Parenting;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>A cell that is loaded and compiled, and whose submission is made. Running it allocates only what the cell allocates.</summary>
internal sealed class PreparedCell(Session session, Func<Task<object?>> entry) : IPreparedCell
{
    private static readonly Func<Task<object?>> Nothing = () => Task.FromResult<object?>(null);
    private object? _value;

    /// <summary>Prepares the cell in a file without running any of it.</summary>
    /// <param name="file">The compiled cell.</param>
    /// <param name="session">The cells before it.</param>
    /// <param name="isCompiledAhead">False where the run is not measured by itself, as in the parent: methods are then compiled when they run.</param>
    public static PreparedCell Of(string file, Session session, bool isCompiledAhead)
    {
        if (session.Load(file) is not var (cell, submission)) return new PreparedCell(session, Nothing);
        if (isCompiledAhead && !cell.IsWarm)
        {
            if (file.StartsWith(CompiledCell.Catalogue, StringComparison.Ordinal) && WarmUp.IsPossible(file)) WarmUp.Of(cell, session.Assemblies);
            else Preparation.Prepare(cell.Type);
        }

        return new PreparedCell(session, cell.EntryOf(submission));
    }

    /// <inheritdoc/>
    public void Run(int number, int parts)
    {
        session.Globals.part.Become(number, parts);
        try
        {
            _value = entry().GetAwaiter().GetResult();
        }
#pragma warning disable CA1031 // The user's code may throw anything.
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw new CellFailedException(CellErrors.Describe(error, session.Assemblies));
        }
    }

    /// <inheritdoc/>
    public string? Show()
    {
        try
        {
            return ValueText.Of(_value);
        }
#pragma warning disable CA1031 // So may the ToString of the user's types.
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw new CellFailedException(CellErrors.Describe(error, session.Assemblies));
        }
    }
}
