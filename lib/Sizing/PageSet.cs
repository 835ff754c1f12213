using System.Collections;
using System.Numerics;
using CowNotebooks.Sizing.Native;

namespace CowNotebooks.Sizing;

/// <summary>
/// A set of pages, by page number (address divided by <see cref="Environment.SystemPageSize"/>). It lives in native memory:
/// adding allocates nothing on the managed heap, so that no collection moves what is being noted. Not thread-safe.
/// </summary>
public sealed class PageSet : IEnumerable<nuint>, IDisposable
{
    private readonly Arena _arena;
    private readonly SparseBits _bits;
    private bool _disposed;

    /// <summary>An empty set.</summary>
    /// <exception cref="SizingException">No address space is left for the set.</exception>
    public PageSet()
    {
        _arena = new Arena((nuint)1 << 28, (nuint)1 << 25);
        _bits = new SparseBits(_arena, UserAddressBits - PageShift);
    }

    /// <summary>How many pages are in the set.</summary>
    public long Count { get; private set; }

    /// <summary>User space of Linux: 47 bits on x86-64, 48 on arm64, unless a mapping asks for more by hint.</summary>
    internal static int UserAddressBits => 48;

    internal static int PageShift { get; } = BitOperations.Log2((uint)Environment.SystemPageSize);

    /// <summary>Adds the page of an address.</summary>
    /// <param name="address">Any address in user space. A word that starts here must not cross into the next page; no aligned word does.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not an address in user space.</exception>
    public void AddWord(nuint address)
    {
        Check(address);
        AddPage(address >> PageShift);
    }

    /// <summary>Adds every page of the bytes from <paramref name="address"/> on.</summary>
    /// <param name="address">The address of the first byte.</param>
    /// <param name="bytes">How many bytes; none adds nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">A byte of it is not in user space.</exception>
    public void AddRange(nuint address, nuint bytes)
    {
        if (bytes == 0) return;
        var last = address + bytes - 1;
        Check(last < address ? nuint.MaxValue : last);
        for (var page = address >> PageShift; page <= last >> PageShift; page++) AddPage(page);
    }

    /// <summary>Whether the page is in the set.</summary>
    /// <param name="pageNumber">Address divided by the page size.</param>
    public bool Contains(nuint pageNumber)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return pageNumber >> (UserAddressBits - PageShift) == 0 && _bits.Contains(pageNumber);
    }

    /// <summary>The page numbers, ascending.</summary>
    public IEnumerator<nuint> GetEnumerator()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        foreach (var page in new BitNumbers(_bits))
        {
            yield return page;
            ObjectDisposedException.ThrowIf(_disposed, this);
        }
    }

    /// <summary>Gives the native memory back.</summary>
    public void Dispose()
    {
        _disposed = true;
        _arena.Dispose();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds a page of which it is known that it is in user space.</summary>
    internal void AddPage(nuint page)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_bits.Add(page)) Count++;
        else if (_bits.Full) throw TooFarApart();
    }

    /// <summary>Adds pages of which it is known that they are in user space.</summary>
    /// <param name="first">The number of the page of the lowest bit.</param>
    /// <param name="bits">A bit for each page. Those of numbers after the next multiple of 64 are not set.</param>
    internal void AddPages(nuint first, ulong bits)
    {
        var shift = (int)(first & 63);
        Count += BitOperations.PopCount(_bits.AddWord(first - (nuint)shift, bits << shift));
        if (_bits.Full) throw TooFarApart();
    }

    private static SizingException TooFarApart() => new("The pages are too far apart for one set. Use a set for each part of the address space.");

    private static void Check(nuint address)
    {
        if (address >> UserAddressBits != 0)
            throw new ArgumentOutOfRangeException(nameof(address), $"0x{address:x} is not an address in user space. Pass addresses, not page numbers or offsets.");
    }
}
