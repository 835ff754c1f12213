using System.Globalization;
using System.Text;

namespace CowNotebooks.Forking.Messages;

/// <summary>Neighbours of one size: the address of the first, bytes from one to the next, how many, bytes of each.</summary>
public readonly record struct Places(ulong Address, ulong Distance, long Count, ulong Size);

/// <summary>
/// Where objects of one type are, as text: "8|System.Int64|7f00a0+24*1000/24,7f1000+0*1/32": bytes before an object's address, its type, and runs of
/// neighbours: address of the first in hexadecimal, distance from one to the next, how many, and the size of each, in bytes. A million objects need few.
/// </summary>
/// <param name="before">Bytes of an object that lie before its address.</param>
/// <param name="type">The name of its type.</param>
public sealed class PlaceText(int before, string type)
{
    private const int MostCharacters = 4 << 20;

    private readonly StringBuilder _runs = new();
    private nuint _first, _last;
    private long _distance, _count, _size;

    /// <summary>Adds an object, unless it is the one added last.</summary>
    public void Add(nuint address, long size)
    {
        if (_count > 0 && address == _last) return;
        var distance = (long)(address - _last);
        // Only adjacent objects make a run: nothing else fits between them.
        if (_count > 0 && size == _size && distance == size && address > _last)
        {
            (_distance, _last) = (distance, address);
            _count++;
            return;
        }

        Append();
        (_first, _last, _distance, _count, _size) = (address, address, 0, 1, size);
    }

    /// <summary>The text; empty when there are none, or they are too scattered to be listed.</summary>
    public string Write()
    {
        Append();
        _count = 0;
        return _runs.Length is 0 or > MostCharacters ? "" : $"{before.ToString(CultureInfo.InvariantCulture)}|{type}|{_runs}";
    }

    /// <summary>Reads the text; a type's name may hold a bar.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static (ulong Before, string Type, IEnumerable<Places> Places) Read(string text)
    {
        var (bar, lastBar) = (text.IndexOf('|'), text.LastIndexOf('|'));
        if (bar < 0 || bar == lastBar) throw new FormatException($"'{text}' does not say where objects are.");
        return (Number(text[..bar]), text[(bar + 1)..lastBar], ReadRuns(text[(lastBar + 1)..]));
    }

    private static IEnumerable<Places> ReadRuns(string text)
    {
        foreach (var run in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (run.Split('+', '*', '/') is not [var start, var distance, var count, var size]
                || !ulong.TryParse(start, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var first)) throw new FormatException($"'{run}' does not say where objects are.");
            var places = new Places(first, Number(distance), (long)Math.Min(Number(count), long.MaxValue), Number(size));
            if (!Fits(places)) throw new FormatException($"'{run}' lies in no address space.");
            yield return places;
        }
    }

    // From the first to the end of the last there are less than 2^64 bytes.
    private static bool Fits(Places places) =>
        places is { Count: > 0, Size: > 0 } && (UInt128)places.Address + ((UInt128)Math.Max(places.Distance, places.Size) * (UInt128)places.Count) <= ulong.MaxValue;

    private static ulong Number(string digits) =>
        ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"'{digits}' is no number of bytes or objects.");

    private void Append()
    {
        if (_count == 0 || _runs.Length > MostCharacters) return;
        if (_runs.Length > 0) _runs.Append(',');
        _runs.Append(CultureInfo.InvariantCulture, $"{(ulong)_first:x}+{_distance}*{_count}/{_size}");
    }
}
