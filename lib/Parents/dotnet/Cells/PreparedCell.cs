using CowNotebooks.Forking.Parenting;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>A cell that is loaded and compiled, and whose submission is made. Running it allocates nothing but what the cell does.</summary>
internal sealed class PreparedCell(Session session, CompiledCell cell, object submission) : IPreparedCell
{
    private readonly Func<Task<object?>> _entry = cell.EntryOf(submission);
    private object? _value;

    /// <summary>The cell that does nothing.</summary>
    public sealed class Empty(Session session) : IPreparedCell
    {
        /// <inheritdoc/>
        public void Run(int number, int parts) => session.Globals.part.Become(number, parts);

        /// <inheritdoc/>
        public string? Show() => null;
    }

    /// <inheritdoc/>
    public void Run(int number, int parts)
    {
        session.Globals.part.Become(number, parts);
        try
        {
            _value = _entry().GetAwaiter().GetResult();
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
