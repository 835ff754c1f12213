using System.Buffers.Binary;
using System.Numerics;

namespace CowNotebooks.Procfs.Text;

/// <summary>Numbers as the kernel prints them: digits only, no spaces, no plus sign, no overflow. Never allocates.</summary>
internal static class Digits
{
    public static bool TryDecimal(ReadOnlySpan<byte> text, out long number)
    {
        var accepted = TryUnsigned(text, out var magnitude) && magnitude <= long.MaxValue;
        number = accepted ? (long)magnitude : 0;
        return accepted;
    }

    /// <summary>
    /// A number of at most 8 digits after blanks that fill it up to 8 bytes, as the kernel pads the figures of smaps: all its characters at once. False for
    /// anything else, longer numbers included.
    /// </summary>
    public static bool TryPadded(ReadOnlySpan<byte> text, out long number)
    {
        const ulong blanks = 0x2020202020202020, marks = 0x1010101010101010, highHalves = 0xF0F0F0F0F0F0F0F0, sixes = 0x0606060606060606;
        number = 0;
        // The first character is in the lowest byte. A blank becomes 0x00, a digit 0x10 to 0x19.
        var word = BinaryPrimitives.ReadUInt64LittleEndian(text) ^ blanks;
        var digits = word & marks;
        if (digits == 0) return false;
        var values = word ^ digits;
        var first = BitOperations.TrailingZeroCount(digits) & ~7;
        if (digits != marks << first || (word & ((1UL << first) - 1)) != 0 || ((values | values + sixes) & highHalves) != 0) return false;
        // Pairs of digits, of pairs, and of those.
        values = (values * (10 * 256 + 1)) >> 8 & 0x00FF00FF00FF00FF;
        values = (values * (100 * 65536 + 1)) >> 16 & 0x0000FFFF0000FFFF;
        number = (long)((values * (10000UL * 4294967296 + 1)) >> 32);
        return true;
    }

    public static bool TrySigned(ReadOnlySpan<byte> text, out long number)
    {
        var negative = text is [(byte)'-', ..];
        var accepted = TryUnsigned(negative ? text[1..] : text, out var magnitude) && magnitude <= long.MaxValue;
        number = !accepted ? 0 : negative ? -(long)magnitude : (long)magnitude;
        return accepted;
    }

    public static bool TryUnsigned(ReadOnlySpan<byte> text, out ulong number)
    {
        number = 0;
        foreach (var character in text)
        {
            var digit = (uint)character - '0';
            if (digit > 9 || number > (ulong.MaxValue - digit) / 10) return false;
            number = number * 10 + digit;
        }

        return !text.IsEmpty;
    }

    public static bool TryHex(ReadOnlySpan<byte> text, out ulong number)
    {
        number = 0;
        foreach (var character in text)
        {
            var digit = character switch
            {
                >= (byte)'0' and <= (byte)'9' => character - '0',
                >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
                _ => -1,
            };
            if (digit < 0 || number >> 60 != 0) return false;
            number = number << 4 | (uint)digit;
        }

        return !text.IsEmpty;
    }
}
