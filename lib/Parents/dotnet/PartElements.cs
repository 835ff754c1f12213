#pragma warning disable CA1815 // Nobody compares them.
using System.Runtime.CompilerServices;

namespace CowNotebooks.Parents.DotNet;

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
