using CowNotebooks.Forking.Messages;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Lab.Pages;

/// <summary>An object of a heap.</summary>
/// <param name="Address">What a reference to it holds.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="IsElement">True for an element of the heap; false for what holds it, or what it holds.</param>
public readonly record struct PlacedObject(ulong Address, string Type, bool IsElement);

/// <summary>An object that has at least one byte on a page.</summary>
/// <param name="Placed">Which.</param>
/// <param name="Start">The address of its first byte, which may lie before what a reference to it holds.</param>
/// <param name="Bytes">How many bytes it has.</param>
/// <param name="Distance">Bytes from its first to that of its neighbour: more than it has where the allocator aligns.</param>
public readonly record struct ObjectExtent(PlacedObject Placed, ulong Start, long Bytes, long Distance)
{
    /// <summary>The address after its last byte.</summary>
    public ulong End => Start + (ulong)Bytes;
}

/// <summary>The objects of one type that lie on some pages.</summary>
/// <param name="Type">The name of the type.</param>
/// <param name="AreElements">True for the elements of the heap; false for what holds them and what they hold.</param>
/// <param name="Objects">How many have at least one byte there.</param>
/// <param name="Bytes">How many of their bytes lie there.</param>
public sealed record TypeOnPages(string Type, bool AreElements, long Objects, long Bytes);

/// <summary>Where the objects of a heap are, as rows of neighbours of one type and size: a million objects take a few kB.</summary>
public sealed class ObjectPlaces
{
    private readonly ObjectRow[] _rows;

    private ObjectPlaces(IEnumerable<ObjectRow> rows) => _rows = [.. rows.OrderBy(row => row.Start)];

    /// <summary>The rows, in the order of addresses.</summary>
    public IReadOnlyList<ObjectRow> Rows => _rows;

    /// <summary>How many elements the heap has.</summary>
    public long Elements => _rows.Where(row => row.Kind.AreElements).Sum(row => row.Count);

    /// <summary>The object to which that byte belongs; null when it belongs to none.</summary>
    /// <param name="address">The address of a byte.</param>
    public PlacedObject? At(ulong address)
    {
        if (Intervals.LastFrom(_rows, address, row => row.Start) is not (>= 0 and var index)) return null;
        var row = _rows[index];
        return row.ObjectAt(address) is { } at ? new PlacedObject(at, row.Kind.Type, row.Kind.AreElements) : null;
    }

    /// <summary>An element among many of its type and size, to show what the others are like: one from the midst of the longest row of neighbours. Null without elements.</summary>
    public ObjectExtent? Typical
    {
        get
        {
            if (_rows.Where(row => row.Kind.AreElements).MaxBy(row => row.Count) is not { Count: > 0 } row) return null;
            // Rows often fill some pages exactly: in the middle there would be the border of two.
            return row.ExtentOf(row.Count * 3 / 8);
        }
    }

    /// <summary>The objects with a byte on that page, in the order of addresses.</summary>
    /// <param name="page">Its number: address divided by page size.</param>
    public IReadOnlyList<ObjectExtent> On(ulong page)
    {
        var (from, to) = (StartOf((page, 1)), EndOf((page, 1)));
        return
        [
            .. _rows.Where(row => row.Start < to && row.End > from)
                .SelectMany(row => row.Touching(from, to) is var (first, after) ? Enumerable.Range(0, (int)(after - first)).Select(i => row.ExtentOf(first + i)) : [])
                .OrderBy(one => one.Start),
        ];
    }

    /// <summary>The types of the objects that lie on these pages, most bytes first.</summary>
    public IReadOnlyList<TypeOnPages> TypesOn(PageRanges pages)
    {
        var found = new Dictionary<ObjectKind, (long Objects, long Bytes)>();
        var index = 0;
        foreach (var row in _rows)
        {
            while (index < pages.Ranges.Count && EndOf(pages.Ranges[index]) <= row.Start) index++;
            var (objects, bytes, counted) = (0L, 0L, 0L);
            for (var i = index; i < pages.Ranges.Count && StartOf(pages.Ranges[i]) < row.End; i++)
            {
                var (first, after) = row.Touching(StartOf(pages.Ranges[i]), EndOf(pages.Ranges[i]));
                // An object that also lies on the pages before the gap has been counted.
                objects += Math.Max(0, after - Math.Max(first, counted));
                counted = Math.Max(counted, after);
                bytes += row.BytesBelow(EndOf(pages.Ranges[i])) - row.BytesBelow(StartOf(pages.Ranges[i]));
            }

            if (objects == 0) continue;
            var sum = found.GetValueOrDefault(row.Kind);
            found[row.Kind] = (sum.Objects + objects, sum.Bytes + bytes);
        }

        return [.. found.Select(one => new TypeOnPages(one.Key.Type, one.Key.AreElements, one.Value.Objects, one.Value.Bytes)).OrderByDescending(type => type.Bytes)];
    }

    /// <summary>Reads what a scout answers.</summary>
    /// <param name="elements">A <see cref="PlaceText"/> for each type of the elements of the heap.</param>
    /// <param name="others">The same for what holds them, and what they hold.</param>
    /// <returns>Null when it did not say where the elements are.</returns>
    internal static ObjectPlaces? Of(IEnumerable<string> elements, IEnumerable<string> others)
    {
        List<ObjectRow> rows = [.. elements.SelectMany(text => ObjectRow.Of(text, areElements: true))];
        return rows.Count == 0 ? null : new([.. rows, .. others.SelectMany(text => ObjectRow.Of(text, areElements: false))]);
    }

    private static ulong StartOf((ulong First, ulong Count) pages) => pages.First * (ulong)Environment.SystemPageSize;

    private static ulong EndOf((ulong First, ulong Count) pages) => (pages.First + pages.Count) * (ulong)Environment.SystemPageSize;
}

/// <summary>Names the word to which an address belongs: a word of an object of the heap, or else the mapping.</summary>
internal sealed class WordNames(Ready parent, ObjectPlaces? places, RunPages pages)
{
    /// <summary>The object, if any, and the name of the word: "header word", "[heap]".</summary>
    public (PlacedObject? Object, string Word) At(ulong address)
    {
        if (places?.At(address) is { } found) return (found, parent.WordAt((long)(address - found.Address)));
        return (null, RunPages.NameOf(pages.After.MappingOf(address / (ulong)Environment.SystemPageSize)));
    }
}

/// <summary>What the objects of a row have in common.</summary>
/// <param name="Type">The name of the type.</param>
/// <param name="AreElements">True for the elements of the heap; false for what holds them and what they hold.</param>
public readonly record struct ObjectKind(string Type, bool AreElements);

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
public readonly record struct ObjectRow(ObjectKind Kind, ulong Start, ulong BytesBefore, ulong Distance, long Count, ulong Size)
{
    /// <summary>The address after the last byte.</summary>
    public ulong End => Start + (((ulong)Count - 1) * Distance) + Size;

    /// <summary>The address that references hold of the object to which that byte belongs; null after the last.</summary>
    public ulong? ObjectAt(ulong address)
    {
        var index = (address - Start) / Distance;
        return index < (ulong)Count ? Start + (index * Distance) + BytesBefore : null;
    }

    /// <summary>The object with that index, from 0.</summary>
    public ObjectExtent ExtentOf(long index)
    {
        var start = Start + ((ulong)index * Distance);
        return new(new(start + BytesBefore, Kind.Type, Kind.AreElements), start, (long)Size, (long)Distance);
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
    internal static IEnumerable<ObjectRow> Of(string text, bool areElements)
    {
        var (before, type, places) = PlaceText.Read(text);
        var kind = new ObjectKind(type, areElements);
        // A single object has no distance.
        return places.Select(row => new ObjectRow(kind, row.Address - before, before, Math.Max(row.Size, row.Distance), row.Count, row.Size));
    }
}
