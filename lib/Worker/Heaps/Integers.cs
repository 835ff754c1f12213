using System.Runtime.CompilerServices;
using CowNotebooks.Forking.Parenting;

namespace CowNotebooks.Worker.Heaps;

/// <summary>One long[]: a million elements and a single object, so there is a single header to lock or hash.</summary>
internal sealed class Integers : WorkerHeap
{
    private readonly long[] _items;

    public Integers(string name, long count)
        : base(name, count)
    {
        _items = new long[count];
        for (long i = 0; i < count; i++) _items[i] = i;
    }

    public override object Root => _items;

    public override void ForEach<TAction>(long from, long to, ref TAction action, ref Cursor cursor)
    {
        for (var i = from; i < to; i++) action.Do(_items, ref Unsafe.As<long, int>(ref _items[i]));
    }
}
