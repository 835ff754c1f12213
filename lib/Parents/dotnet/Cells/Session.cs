using System.Reflection;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>
/// The state of this process's cells. A cell names those it continues, so there is no single chain: a cell of the catalogue runs beside the
/// user's, and each child forked from here continues on its own.
/// </summary>
internal sealed class Session
{
    private const BindingFlags Anywhere = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
    private readonly Dictionary<string, object> _submissions = [];
    private readonly List<object> _inOrder = [];

    /// <summary>What every cell sees.</summary>
    public Globals Globals { get; } = new();

    /// <summary>The loaded cells.</summary>
    public CellAssemblies Assemblies { get; } = new();

    /// <summary>Loads the cell in a file and creates its submission, without running any of it.</summary>
    public (CompiledCell Cell, object Submission)? Load(string file)
    {
        if (Assemblies.Load(file) is not { } cell) return null;
        // Slot 0, one for each it continues, one for itself.
        var slots = new object[cell.Continues.Count + 2];
        slots[0] = Globals;
        for (var i = 0; i < cell.Continues.Count; i++)
        {
            slots[i + 1] = _submissions.TryGetValue(cell.Continues[i], out var earlier)
                ? earlier
                : throw new CellFailedException($"{file} continues the cell {cell.Continues[i]}, which was not run here. Run the cells in the order in which they were compiled.");
        }

        // Recorded now: recording it during the run would write pages that are not the cell's work.
        var made = cell.Instantiate(slots);
        _submissions[cell.Name] = made;
        _inOrder.Add(made);
        return (cell, made);
    }

    /// <summary>The value of a variable, from the latest cell that declares that name.</summary>
    /// <exception cref="CellFailedException">There is none, or it holds nothing.</exception>
    public object Find(string variable)
    {
        var (holder, field) = Place(variable);
        if (field.FieldType.IsValueType)
            throw new CellFailedException(
                $"The variable '{variable}' holds a value of type {ValueText.NameOf(field.FieldType)}, which is not an object of its own: there is nothing to size.");
        return field.GetValue(holder) ?? throw new CellFailedException($"The variable '{variable}' is null: there is nothing to size.");
    }

    /// <summary>The names of the variables of the cells, each once.</summary>
    public IReadOnlyList<string> Names =>
        [.. _inOrder.SelectMany(made => made.GetType().GetFields(Anywhere))
            .Select(variable => variable.Name).Where(name => !name.Contains('<', StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What a variable holds, from the latest cell that declares that name.</summary>
    /// <exception cref="CellFailedException">There is none.</exception>
    public object? Value(string variable)
    {
        var (holder, field) = Place(variable);
        return field.GetValue(holder);
    }

    private (object Holder, FieldInfo Field) Place(string variable)
    {
        var holder = _inOrder.FindLast(submission => FieldOf(submission, variable) is not null) ?? (FieldOf(Globals, variable) is null ? null : Globals)
            ?? throw new CellFailedException($"There is no variable '{variable}'.");
        return (holder, FieldOf(holder, variable)!);
    }

    private static FieldInfo? FieldOf(object holder, string name) => holder.GetType().GetField(name, Anywhere);
}
