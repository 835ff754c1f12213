using System.Numerics;

namespace CowNotebooks.Procfs.Pages;

/// <summary>
/// Numbers of page frames. They have 55 bits, and those of the first 16 TB of physical addresses need 32: so the upper halves are kept apart, and only
/// where one of them is not 0. A list of half the length is memory that the kernel need not bring in for each page map; nor is that of pieces below the size of
/// large objects, of which the collector uses the memory again at once.
/// <code>
///   frame 0 … 16,383       _low[0]: 64 kB of lower halves      _high[0], or no _high at all
///   frame 16,384 …         _low[1]                             _high[1]
/// </code>
/// </summary>
internal sealed class FrameList
{
    private const int LowBits = 32, PieceBits = 14, PieceLength = 1 << PieceBits;

    private readonly uint[][] _low;
    private readonly uint[][]? _high;

    private FrameList(uint[][] low, uint[][]? high, int count) => (_low, _high, Count) = (low, high, count);

    public int Count { get; }

    public ulong this[int index]
    {
        get
        {
            var (piece, at) = (index >> PieceBits, index & (PieceLength - 1));
            return _low[piece][at] | (_high is null ? 0 : (ulong)_high[piece][at] << LowBits);
        }
    }

    /// <summary>Whether a page has one frame in both lists, and of how many pages from there on the same is true: at least so many, since pieces end.</summary>
    /// <param name="at">The place of the page in this list.</param>
    /// <param name="other">The other list.</param>
    /// <param name="otherAt">Its place in that.</param>
    /// <param name="most">How many pages are looked at, 1 or more.</param>
    public (bool IsSame, int Pages) Compare(int at, FrameList other, int otherAt, int most)
    {
        ReadOnlySpan<uint> low = Low(at, most), others = other.Low(otherAt, low.Length);
        low = low[..others.Length];
        var isSame = this[at] == other[otherAt];
        var pages = 1;
        if (_high is not null || other._high is not null)
        {
            while (pages < low.Length && (this[at + pages] == other[otherAt + pages]) == isSame) pages++;
        }
        else if (isSame)
        {
            pages = low.CommonPrefixLength(others);
        }
        else
        {
            while (pages < low.Length && low[pages] != others[pages]) pages++;
        }

        return (isSame, pages);
    }

    // From that place on as far as its piece goes.
    private ReadOnlySpan<uint> Low(int index, int most)
    {
        var at = index & (PieceLength - 1);
        return _low[index >> PieceBits].AsSpan(at, Math.Min(most, PieceLength - at));
    }

    /// <summary>Collects the frames of anonymous pages.</summary>
    public sealed class Builder : IDisposable
    {
        private const ulong Looked = PagemapEntry.PresentBit | PagemapEntry.FileBit | PagemapEntry.ZeroPageBit;

        private readonly PooledBuffer<uint> _low = new();
        private PooledBuffer<uint>? _high;
        private int _count;

        /// <summary>Adds the frames of the anonymous pages among these page-table entries.</summary>
        /// <returns>False when the kernel hides them: then all read 0.</returns>
        public bool TryAdd(ReadOnlySpan<ulong> entries)
        {
            var low = _low.Room(entries.Length);
            var (count, bits) = Pack(entries, low);
            // Those of other pages may be among them: then the upper halves are kept although they are 0.
            bits &= PagemapEntry.FrameMask;
            _low.Take(count);
            if (_high is not null || bits > uint.MaxValue) AddHigh(entries);
            _count += count;
            return count == 0 || bits != 0;
        }

        public FrameList Build() => new(_low.ToPieces(PieceLength), _high?.ToPieces(PieceLength), _count);

        public void Dispose()
        {
            _low.Dispose();
            _high?.Dispose();
        }

        // The lower halves of the anonymous entries, several at once where all of several are anonymous; and the bits that any of the entries has.
        private static (int Count, ulong Bits) Pack(ReadOnlySpan<ulong> entries, Span<uint> low)
        {
            var (at, count) = (0, 0);
            var bits = Vector<ulong>.Zero;
            for (var few = Vector<ulong>.Count; at + 2 * few <= entries.Length; at += 2 * few)
            {
                var (one, next) = (new Vector<ulong>(entries[at..]), new Vector<ulong>(entries[(at + few)..]));
                bits |= one | next;
                if (AreAnonymous(one) && AreAnonymous(next))
                {
                    Vector.Narrow(one, next).CopyTo(low[count..]);
                    count += 2 * few;
                }
                else
                {
                    count += PackEach(entries.Slice(at, 2 * few), low[count..]);
                }
            }

            var rest = entries[at..];
            var all = 0UL;
            foreach (var entry in rest) all |= entry;
            for (var lane = 0; lane < Vector<ulong>.Count; lane++) all |= bits[lane];
            return (count + PackEach(rest, low[count..]), all);
        }

        // Without branches: what is not anonymous is written too, and overwritten by the next one.
        private static int PackEach(ReadOnlySpan<ulong> entries, Span<uint> low)
        {
            var count = 0;
            foreach (var entry in entries)
            {
                low[count] = (uint)entry;
                count += IsAnonymous(entry) ? 1 : 0;
            }

            return count;
        }

        private void AddHigh(ReadOnlySpan<ulong> entries)
        {
            _high ??= Zeros(_count);
            var high = _high.Room(entries.Length);
            var count = 0;
            foreach (var entry in entries)
            {
                if (IsAnonymous(entry)) high[count++] = (uint)((entry & PagemapEntry.FrameMask) >> LowBits);
            }

            _high.Take(count);
        }

        private static PooledBuffer<uint> Zeros(int count)
        {
            var zeros = new PooledBuffer<uint>();
            for (int taken = 0, most; taken < count; taken += most)
            {
                zeros.Room(most = Math.Min(1024, count - taken)).Clear();
                zeros.Take(most);
            }

            return zeros;
        }

        private static bool IsAnonymous(ulong entry) => (entry & Looked) == PagemapEntry.PresentBit;

        private static bool AreAnonymous(Vector<ulong> entries) => (entries & new Vector<ulong>(Looked)) == new Vector<ulong>(PagemapEntry.PresentBit);
    }
}
