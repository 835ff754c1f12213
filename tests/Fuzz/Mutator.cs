using System.Globalization;
using System.Text;

namespace CowNotebooks.Fuzz;

/// <summary>Makes mutations of texts, each from a seed and a number alone, so that any of them can be made again.</summary>
public static class Mutator
{
    private const int MostChanges = 4, LongestCut = 60;

    private static readonly string[] Numbers = ["0", "1", "-1", "127", "255", "4096", "65536", "2147483647", "2147483648",
        "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616", "1e400", "0x10", "00"];

    // What other readers stumble over: ends, escapes, half of a character, a byte order mark, what steers a terminal, and depth.
    private static readonly byte[][] Troubles =
    [
        .. new[] { "\n", "\r\n", " ", "\t", "\0", ":", ",", "=", "\"", "\\", "\\n", "(",
            ")", "{", "}", "[", "]", "-", "\u001b[31m", "\u202e", "😀", new string('[', 200), new string('x', 300) }.Select(Encoding.UTF8.GetBytes),
        [0xff, 0xfe], [0xc3], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf], new byte[16], [.. Enumerable.Repeat((byte)0xff, 16)],
    ];

    /// <summary>The mutation of that number.</summary>
    public static byte[] Make(FuzzTarget target, int seed, int number)
    {
        var random = new Random(unchecked((seed * 1_000_003) + number));
        var bytes = new List<byte>(Any(target.Corpus, random));
        for (var changes = random.Next(1, MostChanges + 1); changes > 0; changes--) Change(bytes, target, random);
        return [.. bytes];
    }

    private static void Change(List<byte> bytes, FuzzTarget target, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, LongestCut), bytes.Count - at);
        switch (random.Next(12))
        {
            case 0 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 4:
                bytes.InsertRange(at, Any(Troubles, random));
                break;
            case 5 or 6 when target.Pieces.Count > 0:
                bytes.InsertRange(at, Any(target.Pieces, random));
                break;
            case 7:
                ReplaceNumber(bytes, at, random);
                break;
            case 8:
                var (start, end) = Line(bytes, at);
                if (random.Next(2) == 0) bytes.RemoveRange(start, end - start);
                else bytes.InsertRange(start, bytes.GetRange(start, end - start));
                break;
            case 9:
                // The rest of another text.
                var other = Any(target.Corpus, random);
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other[Math.Min(at, other.Length)..]);
                break;
            case 10 when random.Next(8) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                if (at < bytes.Count) bytes[at] = bytes[random.Next(bytes.Count)];
                break;
        }
    }

    private static void ReplaceNumber(List<byte> bytes, int at, Random random)
    {
        var start = at;
        while (start < bytes.Count && !char.IsAsciiDigit((char)bytes[start])) start++;
        var end = start;
        while (end < bytes.Count && char.IsAsciiDigit((char)bytes[end])) end++;
        bytes.RemoveRange(start, end - start);
        var number = random.Next(3) == 0 ? random.Next(100_000).ToString(CultureInfo.InvariantCulture) : Numbers[random.Next(Numbers.Length)];
        bytes.InsertRange(start, Encoding.ASCII.GetBytes(number));
    }

    private static (int Start, int End) Line(List<byte> bytes, int at)
    {
        var start = at == 0 ? 0 : bytes.LastIndexOf((byte)'\n', at - 1) + 1;
        var end = bytes.IndexOf((byte)'\n', at);
        return (start, end < 0 ? bytes.Count : end + 1);
    }

    private static byte[] Any(IReadOnlyList<byte[]> from, Random random) => from[random.Next(from.Count)];
}
