using System.Runtime.CompilerServices;

namespace CowNotebooks.Sizing.Native;

/// <summary>
/// A set of numbers, one bit each, in chunks that exist only where a bit was set. Copies share the same bits.
/// <code>
///      number   [ directory entry | word in chunk | bit in word ]
///                        |               | 12 bits     6 bits
///      directory ->  chunk* | null       |
///                        |               v
///      chunk     ->  [ 64 bits ][ 64 bits ] ... 2^18 bits, 32 kB
/// </code>
/// The directory is reserved for every number there can be; memory is used only where it is written.
/// </summary>
internal readonly unsafe struct SparseBits
{
    private const int ChunkBits = 18;
    private const int ChunkWords = 1 << (ChunkBits - 6);
    private const nuint InChunk = ((nuint)1 << ChunkBits) - 1;
    private readonly ulong** _directory;
    private readonly ChunkList* _chunks;
    private readonly Arena _arena;

    /// <summary>An empty set of numbers below 2^<paramref name="numberBits"/>.</summary>
    public SparseBits(Arena arena, int numberBits)
    {
        _arena = arena;
        _chunks = (ChunkList*)arena.TakeOrThrow((nuint)sizeof(ChunkList));
        _directory = (ulong**)arena.TakeOrThrow((nuint)sizeof(ulong*) << (numberBits - ChunkBits));
    }

    /// <summary>True once a chunk could not be had: bits are missing and the set must not be used.</summary>
    public bool Full => _chunks->Full;

    /// <summary>How many chunks there are.</summary>
    public int Chunks => _chunks->Count;

    /// <summary>For <see cref="Word"/>, in a loop that keeps it in a register.</summary>
    public ulong** Directory => _directory;

    /// <summary>Where the word of a number lies; null when there is no room for it yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong* Word(ulong** directory, nuint number)
    {
        var chunk = directory[number >> ChunkBits];
        return chunk == null ? null : chunk + ((number & InChunk) >> 6);
    }

    /// <summary>Sets the bit; true when it was not set before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(nuint number)
    {
        var word = Word(_directory, number);
        if (word == null) return MakeRoom(number) && Add(number);
        var bits = *word;
        var bit = 1UL << (int)number;
        if ((bits & bit) != 0) return false;
        *word = bits | bit;
        return true;
    }

    /// <summary>Sets bits of one word; those that were not set before. None when there is no room, and then the set is <see cref="Full"/>.</summary>
    /// <param name="first">The number of the lowest bit, a multiple of 64.</param>
    /// <param name="bits">The bits.</param>
    public ulong AddWord(nuint first, ulong bits)
    {
        var word = Word(_directory, first);
        if (word == null) return MakeRoom(first) ? AddWord(first, bits) : 0;
        var added = bits & ~*word;
        *word |= bits;
        return added;
    }

    /// <summary>Clears the bit.</summary>
    public void Remove(nuint number)
    {
        var word = Word(_directory, number);
        if (word != null) *word &= ~(1UL << (int)number);
    }

    public bool Contains(nuint number)
    {
        var word = Word(_directory, number);
        return word != null && (*word & (1UL << (int)number)) != 0;
    }

    /// <summary>The words of a chunk, in the order in which chunks came to be, and the number of its first bit.</summary>
    public ReadOnlySpan<ulong> Chunk(int index, out nuint first)
    {
        var entry = (nuint)_chunks->Entries[index];
        first = entry << ChunkBits;
        return new ReadOnlySpan<ulong>(_directory[entry], ChunkWords);
    }

    /// <summary>Makes the chunk of a number, of which there is none; false when there is no memory for it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public bool MakeRoom(nuint number)
    {
        var chunk = _chunks->Count < ChunkList.Capacity ? (ulong*)_arena.Take(ChunkWords * sizeof(ulong)) : null;
        if (chunk == null)
        {
            _chunks->Full = true;
            return false;
        }
        _directory[number >> ChunkBits] = chunk;
        _chunks->Entries[_chunks->Count++] = number >> ChunkBits;
        return true;
    }

    /// <summary>The directory entries in use.</summary>
    private struct ChunkList
    {
        // 64 GB of notes; like the directory, reserved and not used.
        public const int Capacity = 1 << 21;
        public int Count;
        public bool Full;
        public fixed ulong Entries[Capacity];
    }
}
