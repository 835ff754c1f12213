using CowNotebooks.Sizing.Layout;
using CowNotebooks.Sizing.Walking;

namespace CowNotebooks.Sizing;

/// <summary>
/// The size of an object and of all that it keeps reachable. What is reachable is what the collector follows from one object to the next: fields, elements,
/// and references inside of structs. A <see cref="WeakReference"/>, a <see cref="System.Runtime.DependentHandle"/> and a
/// <see cref="System.Runtime.CompilerServices.ConditionalWeakTable{TKey, TValue}"/> are counted themselves; what their handles lead to is not, since they
/// do not keep it alive, or only as long as something else keeps the key. Memory outside of the managed heap is not counted.
/// </summary>
public static class DeepSize
{
    /// <summary>Walks the graph and adds up its sizes.</summary>
    /// <param name="root">Where to begin. It is counted, and followed even when it is runtime-owned.</param>
    /// <param name="options">What to count; null for the defaults.</param>
    /// <exception cref="LayoutNotUnderstoodException">The runtime is not one whose layout this library knows.</exception>
    /// <exception cref="WalkDisturbedException">Collections disturbed every attempt.</exception>
    /// <exception cref="SizingException">No memory was to be had for the notes of the walk.</exception>
    public static SizeReport Of(object root, SizeOptions? options = null)
    {
        SelfCheck.Require();
        using var walk = GraphWalk.Of(root, options ?? new SizeOptions());
        using var pages = walk.Pages();
        var walker = walk.Walker;
        var names = new string[walker.Types.Count];
        var counted = new List<TypeSize>();
        var stopped = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            ref readonly var note = ref walker.Types[i];
            names[i] = TypeName.Of(walker.Types.Sample(i).GetType());
            if (note.Objects > 0) counted.Add(new TypeSize(names[i], note.Objects, note.Bytes));
            if (note.WasStoppedAt) stopped.Add(names[i]);
        }
        counted.Sort((a, b) => a.Bytes != b.Bytes ? b.Bytes.CompareTo(a.Bytes) : string.CompareOrdinal(a.Type, b.Type));
        var largest = new ArraySize[walker.Largest.Count];
        for (var i = 0; i < largest.Length; i++)
        {
            var note = walker.Largest[i];
            largest[i] = new ArraySize(names[note.Type], note.Length, note.Bytes);
        }
        return new SizeReport
        {
            Objects = counted.Sum(type => type.Objects),
            Bytes = counted.Sum(type => type.Bytes),
            ShallowBytes = ObjectLayout.Bytes(root),
            ByType = counted,
            DistinctPages = pages.Count,
            LargestArrays = largest,
            StoppedAt = [.. stopped],
        };
    }
}
