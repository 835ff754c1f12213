using System.Runtime.CompilerServices;

namespace CowNotebooks.Sizing.Native;

/// <summary>
/// Adds numbers to a set that are near each other. The word of the last number stays in registers: were it stored and loaded again for each
/// number, each would wait for the one before. The set lacks what is still here until <see cref="Flush"/>.
/// </summary>
/// <remarks>It makes no call, since a loop with a call in it, even one that is never made, keeps its variables in memory.</remarks>
internal unsafe ref struct BitCursor
{
    private readonly ulong** _directory;
    private nuint _place;
    private ulong* _word;
    private ulong _bits;

    /// <summary>Begins at a number for which there is room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BitCursor(ulong** directory, nuint number)
    {
        _directory = directory;
        _place = number >> 6;
        _word = SparseBits.Word(directory, number);
        _bits = *_word;
    }

    /// <summary>Goes to a number; false when there is no room for it, see <see cref="SparseBits.MakeRoom"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool GoTo(nuint number)
    {
        if (number >> 6 == _place) return true;
        var word = SparseBits.Word(_directory, number);
        if (word == null) return false;
        *_word = _bits;
        _place = number >> 6;
        _word = word;
        _bits = *word;
        return true;
    }

    /// <summary>Whether the number is in the set, given that the cursor went to it: 1 or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ulong Has(nuint number) => (_bits >> (int)number) & 1;

    /// <summary>Sets the bit of a number, given that the cursor went to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(nuint number) => _bits |= 1UL << (int)number;

    /// <summary>Writes the word back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Flush() => *_word = _bits;
}
