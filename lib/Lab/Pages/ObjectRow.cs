using CowNotebooks.Forking.Messages;

namespace CowNotebooks.Lab.Pages;

/// <summary>What the objects of a row have in common.</summary>
internal readonly record struct ObjectKind(string Type, bool AreElements);

/// <summary>
/// Neighbours of one type and size.
/// <code>
///   Start                                                        End
///   |&lt;- size ->|gap|&lt;- size ->|gap|          ...       |&lt;- size ->|
///   |&lt;- distance ->|                                    a gap is alignment; its bytes count as the object's
/// </code>
/// </summary>
/// <param name="Kind">Their type.</param>
/// <param name="Start">The address of the first byte of the first.</param>
/// <param name="BytesBefore">How many bytes of each lie before the address that a reference holds.</param>
/// <param name="Distance">Bytes from one to the next.</param>
/// <param name="Count">How many.</param>
/// <param name="Size">Bytes of each.</param>
internal readonly record struct ObjectRow(ObjectKind Kind, ulong Start, ulong BytesBefore, ulong Distance, long Count, ulong Size)
{
    /// <summary>The address after the last byte.</summary>
    public ulong End => Start + (((ulong)Count - 1) * Distance) + Size;

    /// <summary>The address that references hold of the object to which that byte belongs; null after the last.</summary>
    public ulong? ObjectAt(ulong address)
    {
        var index = (address - Start) / Distance;
        return index < (ulong)Count ? Start + (index * Distance) + BytesBefore : null;
    }

    /// <summary>The objects with a byte in a range of addresses: index of the first of them, from 0, and of the first after them.</summary>
    public (long First, long After) Touching(ulong from, ulong to)
    {
        var first = from < Start + Size ? 0 : (long)((from - Start - Size) / Distance) + 1;
        var after = to <= Start ? 0 : Math.Min(Count, (long)((to - Start - 1) / Distance) + 1);
        return (first, Math.Max(first, after));
    }

    /// <summary>How many bytes of the objects lie below an address.</summary>
    public long BytesBelow(ulong address)
    {
        if (address <= Start) return 0;
        var whole = Math.Min((address - Start) / Distance, (ulong)Count);
        return (long)((whole * Size) + (whole == (ulong)Count ? 0 : Math.Min(address - Start - (whole * Distance), Size)));
    }

    /// <summary>The rows of one type.</summary>
    public static IEnumerable<ObjectRow> Of(string text, bool areElements)
    {
        var (before, type, places) = PlaceText.Read(text);
        var kind = new ObjectKind(type, areElements);
        // A single object has no distance.
        return places.Select(row => new ObjectRow(kind, row.Address - before, before, Math.Max(row.Size, row.Distance), row.Count, row.Size));
    }
}
