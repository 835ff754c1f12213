using System.Buffers;

namespace CowNotebooks.Procfs.Pages;

/// <summary>A list that grows in pooled arrays, so that reading a large map repeatedly allocates no new arrays.</summary>
internal sealed class PooledBuffer<T> : IDisposable
{
    private const int FirstLength = 1024;
    private T[] _items = ArrayPool<T>.Shared.Rent(FirstLength);
    private int _count;

    /// <summary>The item that was added last.</summary>
    public ref T Last => ref _items[_count - 1];

    /// <summary>Space for the next items, at most this many: see <see cref="Take"/>.</summary>
    public Span<T> Room(int most)
    {
        if (_items.Length - _count < most) Grow(most);
        return _items.AsSpan(_count, most);
    }

    /// <summary>Adds the first of the items that were written to <see cref="Room"/>.</summary>
    public void Take(int count) => _count += count;

    /// <summary>A copy of the items.</summary>
    public T[] ToArray()
    {
        var copy = GC.AllocateUninitializedArray<T>(_count);
        _items.AsSpan(0, _count).CopyTo(copy);
        return copy;
    }

    public void Dispose() => ArrayPool<T>.Shared.Return(_items);

    private void Grow(int count)
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(_items.Length * 2, _count + count));
        _items.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<T>.Shared.Return(_items);
        _items = larger;
    }
}
