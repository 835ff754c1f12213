using System.Text;

namespace CowNotebooks.Procfs.Text;

/// <summary>Walks the lines of a /proc file without allocating, and knows the number of the line for an error.</summary>
internal ref struct LineReader(ReadOnlySpan<byte> text, ProcSource source)
{
    private const int LongestQuote = 80;

    // Five levels of page tables. Sums of such figures stay far from overflow.
    private const long LargestAddressSpace = 1L << 57;

    private ReadOnlySpan<byte> _rest = text;
    private ReadOnlySpan<byte> _line;
    private int _number;

    /// <summary>The current line, without its newline.</summary>
    public readonly ReadOnlySpan<byte> Line => _line;

    /// <summary>The text after the current line.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Goes to the next line; false at the end. The kernel ends every line with a newline, so one without it was cut off.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty) return false;
        var end = _rest.IndexOf((byte)'\n');
        if (end < 0) throw new ProcTruncatedException(source, "ends in the middle of a line");
        _line = _rest[..end];
        _rest = _rest[(end + 1)..];
        _number++;
        return true;
    }

    /// <summary>Goes past the next lines, which the caller has read in <see cref="Rest"/>.</summary>
    /// <param name="lines">How many.</param>
    /// <param name="bytes">Their length, with their newlines.</param>
    public void Skip(int lines, int bytes)
    {
        _rest = _rest[bytes..];
        _number += lines;
    }

    /// <summary>
    /// Splits a line <c>Name: value</c>; false when there is no colon, and in the head of a mapping, which has one in its device. A name may contain spaces.
    /// </summary>
    public readonly bool TryField(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var colon = _line.IndexOf((byte)':');
        name = value = default;
        if (colon <= 0 || IsRange(_line)) return false;
        name = Trimmed(_line[..colon]);
        value = Trimmed(_line[(colon + 1)..]);
        return true;
    }

    /// <summary>A whole number of kB (1024 bytes) as bytes.</summary>
    public readonly long Bytes(ReadOnlySpan<byte> value) => TryBytes(value) ?? throw Malformed("is not a possible number of kB");

    /// <summary>A whole number of kB (1024 bytes) as bytes; null when it is malformed or more than any address space.</summary>
    public static long? TryBytes(ReadOnlySpan<byte> value)
    {
        if (!value.EndsWith(" kB"u8) || !Digits.TryDecimal(value[..^3], out var kilobytes)) return null;
        return kilobytes <= LargestAddressSpace / 1024 ? kilobytes * 1024 : null;
    }

    /// <summary>A small number without a sign; null when malformed.</summary>
    public static int? TryInt(ReadOnlySpan<byte> value) => Digits.TryDecimal(value, out var number) && number <= int.MaxValue ? (int)number : null;

    /// <summary>
    /// Refuses the mapping of the current line when it begins inside the one before it, or before that: the kernel never goes back, and some bytes would be
    /// counted twice (Documentation/filesystems/proc.rst: "The mapped addresses never go backwards").
    /// </summary>
    public readonly void RefuseBefore(MemoryMap before, MemoryMap map)
    {
        if (map.Start < before.End) throw Malformed("begins before the end of the mapping above it");
    }

    /// <summary>The error for the current line, which quotes its start.</summary>
    public readonly ProcMalformedException Malformed(string what)
    {
        var start = Encoding.UTF8.GetString(_line[..Math.Min(_line.Length, LongestQuote)]);
        // A path may contain terminal control sequences.
        var quote = string.Concat(start.Select(character => char.IsControl(character) ? '?' : character));
        var more = _line.Length > LongestQuote ? "…" : "";
        return new(source, _number, $"{what}: '{quote}{more}'");
    }

    // MemoryExtensions.Trim searches a set for each byte: with the padding before each figure that was a tenth of the time of a measurement.
    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> text)
    {
        while (text is [(byte)' ' or (byte)'\t', ..]) text = text[1..];
        while (text is [.., (byte)' ' or (byte)'\t']) text = text[..^1];
        return text;
    }

    /// <summary>True when the line begins with a range of addresses, <c>7f3c5a000000-7f3c5a021000</c> and a space, also where an address is too long to be one.</summary>
    private static bool IsRange(ReadOnlySpan<byte> line)
    {
        var dash = line.IndexOf((byte)'-');
        if (dash < 0) return false;
        var blank = line[dash..].IndexOf((byte)' ');
        return dash > 0 && blank > 1 && AreHexDigits(line[..dash]) && AreHexDigits(line[(dash + 1)..(dash + blank)]);

        static bool AreHexDigits(ReadOnlySpan<byte> text)
        {
            foreach (var character in text)
            {
                if (!char.IsAsciiHexDigitLower((char)character)) return false;
            }

            return true;
        }
    }
}
