using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CowNotebooks.Forking.Parenting;

namespace CowNotebooks.Worker.Heaps;

/// <summary>A string[] of distinct strings. Its field is the first two characters.</summary>
internal sealed class Strings : WorkerHeap
{
    private readonly string[] _items;

    public Strings(string name, long count)
        : base(name, count)
    {
        _items = new string[count];
        for (long i = 0; i < count; i++) _items[i] = $"string {i}";
    }

    public override object Root => _items;

    public override void ForEach<TAction>(long from, long to, ref TAction action, ref Cursor cursor)
    {
        for (var i = from; i < to; i++)
        {
            var item = _items[i];
            action.Do(item, ref Unsafe.As<char, int>(ref MemoryMarshal.GetReference(item.AsSpan())));
        }
    }
}
