using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using CowNotebooks.Forking.Messages;

namespace CowNotebooks.Parents.DotNet;

/// <summary>What every cell sees by name.</summary>
public sealed class Globals
{
    private readonly Dictionary<string, object> _values = [];

    internal Globals()
    {
    }

#pragma warning disable CA1051, IDE1006 // Cells use these as if they were their own variables.
    /// <summary>How many elements a heap of the catalogue has.</summary>
    public long count = 1_000_000;

    /// <summary>The parameter of a workload such as write-every-nth-page.</summary>
    public int n = 1;

    /// <summary>Which part of the work this run of the cell is to do: the whole of it unless the run is cut into slices.</summary>
    public Part part = new();
#pragma warning restore CA1051, IDE1006

    /// <summary>A variable that the observer set.</summary>
    /// <typeparam name="T">The type to return it as.</typeparam>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">None was given under that name.</exception>
    public T Value<T>(string name) => _values.TryGetValue(name, out var value)
        ? (T)Convert(value, typeof(T))
        : throw new KeyNotFoundException($"No variable '{name}' was given to the cells.");

    /// <summary>
    /// Takes a value that was read, so that the compiler does not remove the read as unused. It allocates nothing, unlike
    /// GC.KeepAlive, for which the number is boxed.
    /// </summary>
    /// <param name="number">The number.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
#pragma warning disable CA1822 // A cell calls it without naming a type.
    public void Use(long number)
#pragma warning restore CA1822
    {
        // Empty on purpose: it is enough that the compiler does not inline this.
    }

    /// <summary>
    /// Keeps the collector off until <see cref="EndYoung"/>, and before the fork, which would promote all objects to generation 2: a child gets those that are
    /// allocated in between in a younger generation.
    /// </summary>
    /// <param name="objects">How many boxed numbers, with an array of references to them.</param>
    /// <exception cref="InvalidOperationException">The runtime cannot promise that.</exception>
    public void BeginYoung(long objects)
    {
        if (IsRehearsal) return;
        KeepsYoung = true;
        // 24 bytes for a boxed number, 8 for the reference to it, and half as much again for what is left over at the ends of regions. What is not used of it remains to be allocated
        // before the next collection, by cells of the parent and of a child: under server GC a collection never ends there.
        if (!GC.TryStartNoGCRegion((48 * objects) + (64 << 20))) throw new InvalidOperationException($"The runtime cannot allocate {objects:N0} objects without a collection. Ask for fewer.");
    }

    /// <summary>Ends what <see cref="BeginYoung"/> began.</summary>
    /// <param name="generation">In which generation the objects are to be: 0 or 1.</param>
    public void EndYoung(int generation)
    {
        if (IsRehearsal) return;
        GC.EndNoGCRegion();
        for (var younger = 0; younger < generation; younger++) GC.Collect(younger);
    }

    /// <summary>The parent does not collect before it forks.</summary>
    internal bool KeepsYoung { get; private set; }

    /// <summary>A cell that is run to be warmed up, perhaps in a child, must not touch the heap that is shared.</summary>
    internal bool IsRehearsal { get; init; }

    internal void Assign(string name, CellValue value)
    {
        var given = value.ToObject();
        if (typeof(Globals).GetField(name, BindingFlags.Public | BindingFlags.Instance) is { } field && field.FieldType != typeof(Part)) field.SetValue(this, Convert(given, field.FieldType));
        else _values[name] = given;
    }

    private static object Convert(object value, Type type)
    {
        if (type.IsInstanceOfType(value)) return value;
        if (value is not Array items || type.GetElementType() is not { } element) return System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        var converted = Array.CreateInstance(element, items.Length);
        for (var i = 0; i < items.Length; i++) converted.SetValue(System.Convert.ChangeType(items.GetValue(i), element, CultureInfo.InvariantCulture), i);
        return converted;
    }
}
