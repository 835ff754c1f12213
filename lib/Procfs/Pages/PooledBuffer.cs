using System.Buffers;

namespace CowNotebooks.Procfs.Pages;

/// <summary>
/// A list in pieces, which are pooled arrays: reading a large map repeatedly allocates no new ones, and what was added is copied once, at the end.
/// </summary>
internal sealed class PooledBuffer<T> : IDisposable
{
    private const int FirstLength = 1024, MostLength = 64 * 1024;

    private readonly List<ArraySegment<T>> _full = [];
    private T[] _items = ArrayPool<T>.Shared.Rent(FirstLength);
    private int _count;

    public bool IsEmpty => _count == 0 && _full.Count == 0;

    private int Count => checked(_full.Sum(piece => piece.Count) + _count);

    /// <summary>The item that was added last.</summary>
    public ref T Last => ref _count > 0 ? ref _items[_count - 1] : ref _full[^1].AsSpan()[^1];

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
        var copy = GC.AllocateUninitializedArray<T>(Count);
        var rest = copy.AsSpan();
        foreach (var piece in _full)
        {
            piece.AsSpan().CopyTo(rest);
            rest = rest[piece.Count..];
        }

        _items.AsSpan(0, _count).CopyTo(rest);
        return copy;
    }

    /// <summary>The same in arrays of this length, of which the last is as long as is left.</summary>
    public T[][] ToPieces(int length)
    {
        var left = Count;
        var pieces = new T[(left + length - 1) / length][];
        for (var i = 0; i < pieces.Length; i++, left -= length) pieces[i] = GC.AllocateUninitializedArray<T>(Math.Min(left, length));
        var to = 0;
        foreach (var full in _full) to = Spread(full, pieces, to, length);
        Spread(_items.AsSpan(0, _count), pieces, to, length);
        return pieces;
    }

    public void Dispose()
    {
        foreach (var piece in _full) ArrayPool<T>.Shared.Return(piece.Array!);
        _full.Clear();
        ArrayPool<T>.Shared.Return(_items);
    }

    private static int Spread(ReadOnlySpan<T> items, T[][] pieces, int to, int length)
    {
        while (!items.IsEmpty)
        {
            var room = pieces[to / length].AsSpan(to % length);
            var some = items[..Math.Min(items.Length, room.Length)];
            some.CopyTo(room);
            items = items[some.Length..];
            to += some.Length;
        }

        return to;
    }

    private void Grow(int most)
    {
        var length = Math.Max(Math.Min(_items.Length * 2, MostLength), most);
        if (_count > 0) _full.Add(new(_items, 0, _count));
        else ArrayPool<T>.Shared.Return(_items);
        _items = ArrayPool<T>.Shared.Rent(length);
        _count = 0;
    }
}
