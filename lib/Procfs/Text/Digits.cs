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
