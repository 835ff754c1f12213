using CowNotebooks.Forking.Parenting;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>A cell that is loaded and compiled, and whose submission is made. Running it allocates nothing but what the cell does.</summary>
internal sealed class PreparedCell(Session session, Func<Task<object?>> entry) : IPreparedCell
{
    private static readonly Func<Task<object?>> Nothing = () => Task.FromResult<object?>(null);
    private object? _value;

    /// <summary>Makes the cell in a file ready to run. Nothing of it runs.</summary>
    /// <param name="file">What the compiler made of the cell.</param>
    /// <param name="session">The cells before it.</param>
    /// <param name="isCompiledAhead">False where running it is not measured alone, as in the parent: what runs is compiled then.</param>
    public static PreparedCell Of(string file, Session session, bool isCompiledAhead)
    {
        if (session.Load(file) is not var (cell, submission)) return new PreparedCell(session, Nothing);
        if (isCompiledAhead && !cell.IsRehearsed)
        {
            if (file.StartsWith(CompiledCell.Catalogue, StringComparison.Ordinal) && Rehearsal.IsPossible(file)) Rehearsal.Of(cell, session.Assemblies);
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
