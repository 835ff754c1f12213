using System.Runtime.InteropServices;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Attaching;

/// <summary>
/// Compares the bytes of private pages with the parent's, through /proc/PID/mem. Only pages that both have in RAM are read: that changes neither. (One that goes
/// to swap just then is brought back in.)
/// </summary>
internal sealed class ByteComparison
{
    private const int PagesAtOnce = 64;

    private static readonly int PageSize = Environment.SystemPageSize;

    private readonly byte[] _mine = new byte[PagesAtOnce * PageSize], _parents = new byte[PagesAtOnce * PageSize];

    /// <summary>Decides of each page that is <see cref="PageShare.Different"/>.</summary>
    /// <param name="first">The number of the first page.</param>
    /// <param name="shares">What each page is.</param>
    /// <param name="member">Whose pages they are.</param>
    /// <param name="parent">Its parent.</param>
    public void Compare(ulong first, Span<PageShare> shares, MemberScan member, MemberScan parent)
    {
        const byte waiting = (byte)PageShare.Different;
        for (var from = 0; from < shares.Length;)
        {
            // Bytes are searched by vectors.
            var rest = MemoryMarshal.AsBytes(shares[from..]);
            var next = rest.IndexOf(waiting);
            if (next < 0) return;
            rest = rest[next..Math.Min(next + PagesAtOnce, rest.Length)];
            var length = rest.IndexOfAnyExcept(waiting) is >= 0 and var end ? end : rest.Length;
            from += next;
            Compare((first + (ulong)from) * (ulong)PageSize, shares.Slice(from, length), member.Memory.Value!, parent.Memory.Value!);
            from += length;
        }
    }

    private void Compare(ulong address, Span<PageShare> shares, ProcMemory member, ProcMemory parent)
    {
        var mine = _mine.AsSpan(0, shares.Length * PageSize);
        var parents = _parents.AsSpan(0, shares.Length * PageSize);
        try
        {
            member.Read(address, mine);
            parent.Read(address, parents);
        }
        catch (ProcUnreadableException) when (shares.Length > 1)
        {
            // One of them was unmapped meanwhile: the others are still there.
            for (var i = 0; i < shares.Length; i++) Compare(address + (ulong)(i * PageSize), shares.Slice(i, 1), member, parent);
            return;
        }
        catch (ProcUnreadableException)
        {
            shares[0] = PageShare.Uncompared;
            return;
        }

        if (mine.SequenceEqual(parents)) shares.Fill(PageShare.Identical);
        else
            for (var i = 0; i < shares.Length; i++)
                if (mine.Slice(i * PageSize, PageSize).SequenceEqual(parents.Slice(i * PageSize, PageSize))) shares[i] = PageShare.Identical;
    }
}
