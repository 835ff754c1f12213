#pragma warning disable CA1815 // Nobody compares them.
namespace CowNotebooks.Parents.DotNet;

// The members that foreach needs, without an interface: an enumerator on the stack allocates nothing.

/// <summary>A part of an array.</summary>
public ref struct Items<T>
{
    private readonly ReadOnlySpan<T> _items;
    private int _next;

    // Not by AsSpan, which refuses an array whose elements are of a subtype: object[] heap = new string[…].
    internal Items(T[] items, long from, long to) => _items = new ReadOnlySpan<T>(items, (int)from, (int)(to - from));

    /// <summary>The item.</summary>
    public readonly T Current => _items[_next - 1];

    /// <summary>Itself.</summary>
    public readonly Items<T> GetEnumerator() => this;

    /// <summary>To the next item; false after the last.</summary>
    public bool MoveNext() => ++_next <= _items.Length;
}

/// <summary>A part of a list.</summary>
public ref struct ListItems<T>
{
    private readonly List<T> _items;
    private readonly int _to;
    private int _next;

    internal ListItems(List<T> items, long from, long to) => (_items, _next, _to) = (items, (int)from, (int)to);

    /// <summary>The item.</summary>
    public readonly T Current => _items[_next - 1];

    /// <summary>Itself.</summary>
    public readonly ListItems<T> GetEnumerator() => this;

    /// <summary>To the next item; false after the last.</summary>
    public bool MoveNext() => ++_next <= _to;
}

/// <summary>A part of a linked list.</summary>
public ref struct Nodes
{
    private readonly Part _part;
    private readonly long _count;
    private Node? _next;
    private long _passed;

    internal Nodes(Part part, Node list)
    {
        _part = part;
        _next = part.FirstOf(list, out _count);
        Current = list;
    }

    /// <summary>The node.</summary>
    public Node Current { get; private set; }

    /// <summary>Itself.</summary>
    public readonly Nodes GetEnumerator() => this;

    /// <summary>To the next node; false after the last.</summary>
    public bool MoveNext()
    {
        if (_passed == _count || _next is null)
        {
            _part.Remember(_next, _passed);
            return false;
        }

        Current = _next;
        _next = Current.Next;
        _passed++;
        return true;
    }
}
