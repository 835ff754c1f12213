using System.Numerics;

namespace CowNotebooks.Sizing.Native;

/// <summary>Enumerates the numbers in a set, ascending.</summary>
internal struct BitNumbers
{
    private readonly SparseBits _set;
    private readonly (nuint First, int Chunk)[] _chunks;
    private int _next;
    private int _word = -1;
    private ulong _bits;

    public BitNumbers(SparseBits set)
    {
        _set = set;
        _chunks = new (nuint, int)[set.Chunks];
        for (var i = 0; i < _chunks.Length; i++)
        {
            _ = set.Chunk(i, out var first);
            _chunks[i] = (first, i);
        }
        Array.Sort(_chunks);
    }

    public nuint Current { get; private set; }

    public readonly BitNumbers GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_bits == 0)
        {
            if (_next == _chunks.Length) return false;
            var words = _set.Chunk(_chunks[_next].Chunk, out _);
            var skip = words[(_word + 1)..].IndexOfAnyExcept(0UL);
            if (skip < 0)
            {
                _next++;
                _word = -1;
                continue;
            }
            _word += 1 + skip;
            _bits = words[_word];
        }
        Current = _chunks[_next].First + (nuint)((_word * 64) + BitOperations.TrailingZeroCount(_bits));
        _bits &= _bits - 1;
        return true;
    }
}
