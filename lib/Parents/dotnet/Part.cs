using System.Runtime.InteropServices;

namespace CowNotebooks.Parents.DotNet;

/// <summary>
/// A part of the work: number <see cref="Number"/> of <see cref="Count"/>. Cells write <c>foreach (var item in part.Of(list))</c> to iterate over their share
/// of the items, and <c>foreach (var element in part.Elements(heap))</c> for elements to lock or write. Neither allocates, nor writes a byte of the heap.
/// </summary>
public sealed class Part
{
    // Created in the child, so that writing it copies no page of the parent.
    private Node? _node;
    private long _nodeNumber, _nodes;
    private Node? _list;

    internal Part()
    {
    }

    /// <summary>Which part, from 0.</summary>
    public int Number { get; private set; }

    /// <summary>Of how many.</summary>
    public int Count { get; private set; } = 1;

    /// <summary>The address of the pages that a workload has mapped.</summary>
    internal nint Mapped { get; set; }

    /// <summary>This part's items.</summary>
    /// <param name="items">All of them.</param>
    public Items<T> Of<T>(T[] items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new(items, Begin(items.Length), End(items.Length));
    }

    /// <summary>This part's items.</summary>
    /// <param name="items">All of them.</param>
    public ListItems<T> Of<T>(List<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new(items, Begin(items.Count), End(items.Count));
    }

    /// <summary>This part's items.</summary>
    /// <param name="items">All of them.</param>
    public IEnumerable<T> Of<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var (from, to) = (Begin(items.Count), End(items.Count));
        return Slice();

        IEnumerable<T> Slice()
        {
            for (var i = from; i < to; i++) yield return items[(int)i];
        }
    }

    /// <summary>This part's items of any other enumerable: a dictionary, a set, a query.</summary>
    /// <param name="items">All of them.</param>
    public IEnumerable<T> Of<T>(IEnumerable<T> items)
    {
        var total = items.TryGetNonEnumeratedCount(out var known) ? known : items.Count();
        return items.Skip((int)Begin(total)).Take((int)(End(total) - Begin(total)));
    }

    /// <summary>This part's nodes.</summary>
    /// <param name="list">The first node of the list.</param>
    public Nodes Of(Node list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return new(this, list);
    }

    /// <summary>This part's elements: the objects themselves.</summary>
    /// <param name="heap">All of them; no reference may be null.</param>
    public ObjectElements Elements<T>(T[] heap)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(heap);
        return new(heap, Begin(heap.Length), End(heap.Length));
    }

    /// <summary>This part's elements: the objects themselves.</summary>
    /// <param name="heap">All of them; no reference may be null. The list must not change meanwhile.</param>
    public ObjectElements Elements<T>(List<T> heap)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(heap);
        return new(CollectionsMarshal.AsSpan(heap), Begin(heap.Count), End(heap.Count));
    }

    /// <summary>This part's elements: the numbers, each with the array that holds them all as its object.</summary>
    /// <param name="heap">All of them.</param>
    public NumberElements Elements(long[] heap)
    {
        ArgumentNullException.ThrowIfNull(heap);
        return new(heap, Begin(heap.Length), End(heap.Length));
    }

    /// <summary>This part's elements: the nodes.</summary>
    /// <param name="heap">The first node of the list.</param>
    public NodeElements Elements(Node heap) => new(Of(heap));

    internal void Become(int number, int parts) => (Number, Count) = (number, parts);

    internal long Begin(long items) => (long)((Int128)items * Number / Count);

    internal long End(long items) => (long)((Int128)items * (Number + 1) / Count);

    /// <summary>The first node of this part. A node can only be reached from the one before it, so the position is kept from part to part.</summary>
    internal Node? FirstOf(Node list, out long nodes)
    {
        if (Number == 0 || !ReferenceEquals(_list, list))
        {
            long total = 0;
            for (var node = list; node is not null; node = node.Next) total++;
            (_list, _nodes, _node, _nodeNumber) = (list, total, list, 0);
        }

        var begin = Begin(_nodes);
        if (_nodeNumber > begin) (_node, _nodeNumber) = (list, 0);
        for (; _nodeNumber < begin; _nodeNumber++) _node = _node!.Next;
        nodes = End(_nodes) - begin;
        return _node;
    }

    internal void Remember(Node? node, long passed)
    {
        _node = node;
        _nodeNumber += passed;
    }
}
