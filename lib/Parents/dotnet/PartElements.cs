#pragma warning disable CA1815 // Nobody compares them.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CowNotebooks.Parents.DotNet;

#pragma warning disable CA1051, CA1720 // Object is the right name here, and a ref field cannot be an auto-property.
/// <summary>An element of a heap: an object, and four bytes of it that may be written. Looking at one allocates and writes nothing.</summary>
public readonly ref struct Element
{
    /// <summary>The object; for the numbers of an array, the array that holds them.</summary>
    public readonly object Object;

    /// <summary>Four bytes that may be written: of the number, or of the first two characters of a string, or of the first field.</summary>
    public readonly ref int Field;

    internal Element(object obj, ref int field)
    {
        Object = obj;
        Field = ref field;
    }

    /// <summary>The number of the page that <see cref="Field"/> lies on.</summary>
    public unsafe long Page => (nint)Unsafe.AsPointer(ref Field) / Environment.SystemPageSize;

    /// <summary>An object as an element.</summary>
    internal static Element Of(object obj) => obj switch
    {
        string text => new(text, ref Unsafe.As<char, int>(ref MemoryMarshal.GetReference(text.AsSpan()))),
        Array array => new(array, ref Unsafe.As<byte, int>(ref MemoryMarshal.GetArrayDataReference(array))),
        _ => new(obj, ref Unsafe.As<Fields>(obj).First),
    };

    // Never instantiated: only the offset of its first field is used, which any object has.
    [StructLayout(LayoutKind.Sequential)]
    private sealed class Fields
    {
        public int First;
    }
}
#pragma warning restore CA1051, CA1720

// As PartItems, but each item is an element: the object and the bytes that may be written.

/// <summary>The objects of a part of an array or list.</summary>
public ref struct ObjectElements
{
    private readonly ReadOnlySpan<object> _heap;
    private int _next;

    internal ObjectElements(ReadOnlySpan<object> heap, long from, long to) => _heap = heap[(int)from..(int)to];

    /// <summary>The element.</summary>
    public readonly Element Current => Element.Of(_heap[_next - 1]);

    /// <summary>Itself.</summary>
    public readonly ObjectElements GetEnumerator() => this;

    /// <summary>To the next element; false after the last.</summary>
    public bool MoveNext() => ++_next <= _heap.Length;
}

/// <summary>The numbers of a part of an array.</summary>
public ref struct NumberElements
{
    private readonly long[] _heap;
    private readonly long _to;
    private long _next;

    internal NumberElements(long[] heap, long from, long to) => (_heap, _next, _to) = (heap, from, to);

    /// <summary>The element.</summary>
    public readonly Element Current => new(_heap, ref Unsafe.As<long, int>(ref _heap[_next - 1]));

    /// <summary>Itself.</summary>
    public readonly NumberElements GetEnumerator() => this;

    /// <summary>To the next element; false after the last.</summary>
    public bool MoveNext() => ++_next <= _to;
}

/// <summary>The nodes of a part of a linked list.</summary>
public ref struct NodeElements
{
    private Nodes _nodes;

    internal NodeElements(Nodes nodes) => _nodes = nodes;

    /// <summary>The element.</summary>
    public readonly Element Current => new(_nodes.Current, ref Unsafe.As<long, int>(ref _nodes.Current.Number));

    /// <summary>Itself.</summary>
    public readonly NodeElements GetEnumerator() => this;

    /// <summary>To the next element; false after the last.</summary>
    public bool MoveNext() => _nodes.MoveNext();
}
