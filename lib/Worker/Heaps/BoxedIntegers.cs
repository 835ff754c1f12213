using System.Runtime.CompilerServices;
using CowNotebooks.Forking.Parenting;

namespace CowNotebooks.Worker.Heaps;

/// <summary>An object[] of boxed longs.</summary>
internal sealed class BoxedIntegers : WorkerHeap
{
    private readonly object[] _items;

    public BoxedIntegers(string name, long count)
        : base(name, count)
    {
        _items = new object[count];
        for (long i = 0; i < count; i++) _items[i] = i;
    }

    public override object Root => _items;

    public override void ForEach<TAction>(long from, long to, ref TAction action, ref Cursor cursor)
    {
        for (var i = from; i < to; i++)
        {
            var item = _items[i];
            action.Do(item, ref Unsafe.As<long, int>(ref Unsafe.Unbox<long>(item)));
        }
    }
}
