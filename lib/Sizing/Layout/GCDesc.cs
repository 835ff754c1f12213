namespace CowNotebooks.Sizing.Layout;

/// <summary>
/// Where the references of a type are: its GCDesc, which lies before the MethodTable and grows downwards. A series is a stretch of references.
/// <code>
///    count >= 0: that many series in each object                      count &lt; 0: -count items in each element of an array of structs
///
///    MT - 8 - 16n   series n: size, start                             MT - 24 - 8k   item k: references (uint32), bytes to skip (uint32)
///    ...                                                              ...
///    MT - 24        series 1: its size less the size of the object    MT - 24        item 0
///    MT - 16        series 1: start, from the object pointer          MT - 16        start of the first element's first reference
///    MT -  8        count                                             MT -  8        count
///    MT             MethodTable
/// </code>
/// Since the size of the object is taken off the size of a series, one series covers an array of references of any length, and one of structs that
/// have nothing but references.
/// Source: dotnet/runtime, src/coreclr/gc/gcdesc.h.
/// </summary>
internal static unsafe class GCDesc
{
    public static nint Count(nuint methodTable) => *(nint*)(methodTable - 8);

    /// <summary>Series <paramref name="index"/> of an object of <paramref name="bytes"/> (not rounded up): offset of its first reference and how many there are.</summary>
    public static (nint Offset, nint References) Series(nuint methodTable, nint index, nint bytes)
    {
        var series = (nint*)(methodTable - 8) - (2 * (index + 1));
        return (series[1], (series[0] + bytes) / sizeof(nint));
    }

    /// <summary>Offset of the first reference in the first element.</summary>
    public static nint FirstElement(nuint methodTable) => *(nint*)(methodTable - 16);

    /// <summary>Item <paramref name="index"/> of each element: how many references follow each other, and how many bytes to the next item's first.</summary>
    public static (uint References, uint Skip) Item(nuint methodTable, nint index)
    {
        var item = (uint*)((nuint*)(methodTable - 24) - index);
        return (item[0], item[1]);
    }
}
