using System.Globalization;
using System.Runtime.CompilerServices;
using CowNotebooks.Forking.Parenting;

namespace CowNotebooks.Worker.Heaps;

/// <summary>A linked list. Element n can only be reached from the one before it, so the cursor remembers where the last slice stopped.</summary>
internal sealed class Nodes : WorkerHeap
{
    private readonly Node _first;

    public Nodes(string name, long count)
        : base(name, count)
    {
        _first = new Node { Number = 0 };
        var last = _first;
        for (long i = 1; i < count; i++) last = last.Next = new Node { Number = i };
    }

    public override object Root => _first;

    public override void ForEach<TAction>(long from, long to, ref TAction action, ref Cursor cursor)
    {
        if (cursor.Index != from || cursor.Element is null) cursor = new Cursor { Index = 0, Element = _first };
        var node = Unsafe.As<Node>(cursor.Element);
        for (var i = cursor.Index; i < from; i++) node = node!.Next;
        for (var i = from; i < to; i++)
        {
            action.Do(node!, ref Unsafe.As<long, int>(ref node!.Number));
            node = node.Next;
        }

        cursor = new Cursor { Index = to, Element = node };
    }

    private sealed class Node
    {
        public Node? Next;
        public long Number;

        public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);
    }
}
