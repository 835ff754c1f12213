namespace CowNotebooks.Procfs.Pages;

/// <summary>
/// Numbers of page frames. They have 55 bits, and those of the first 16 TB of physical addresses need 32: so the upper halves are kept apart, and only
/// where one of them is not 0. A list of half the length is memory that the kernel need not bring in for each page map.
/// </summary>
internal sealed class FrameList
{
    private const int LowBits = 32;

    private readonly uint[] _low;
    private readonly uint[]? _high;

    private FrameList(uint[] low, uint[]? high) => (_low, _high) = (low, high);

    public int Count => _low.Length;

    public ulong this[int index] => _low[index] | (_high is null ? 0 : (ulong)_high[index] << LowBits);

    /// <summary>Whether a page has one frame in both lists, and of how many pages from there on the same is true.</summary>
    /// <param name="at">The place of the page in this list.</param>
    /// <param name="other">The other list.</param>
    /// <param name="otherAt">Its place in that.</param>
    /// <param name="most">How many pages are looked at, 1 or more.</param>
    public (bool IsSame, int Pages) Compare(int at, FrameList other, int otherAt, int most)
    {
        ReadOnlySpan<uint> low = _low.AsSpan(at, most), others = other._low.AsSpan(otherAt, most);
        var isSame = this[at] == other[otherAt];
        var pages = 1;
        if (_high is null && other._high is null)
        {
            while (pages < low.Length && (low[pages] == others[pages]) == isSame) pages++;
        }
        else
        {
            while (pages < most && (this[at + pages] == other[otherAt + pages]) == isSame) pages++;
        }

        return (isSame, pages);
    }

    /// <summary>Collects the frames of anonymous pages.</summary>
    public sealed class Builder : IDisposable
    {
        private readonly PooledBuffer<uint> _low = new();
        private PooledBuffer<uint>? _high;
        private int _count;

        /// <summary>Adds the frames of the anonymous pages among these page-table entries.</summary>
        /// <returns>False when the kernel hides them: then all read 0.</returns>
        public bool TryAdd(ReadOnlySpan<ulong> entries)
        {
            var low = _low.Room(entries.Length);
            var (count, bits) = (0, 0UL);
            // Without branches: what is not anonymous is written too, and overwritten by the next one.
            foreach (var entry in entries)
            {
                low[count] = (uint)entry;
                bits |= entry;
                count += IsAnonymous(entry) ? 1 : 0;
            }

            // Those of other pages may be among them: then the upper halves are kept although they are 0.
            bits &= PagemapEntry.FrameMask;
            _low.Take(count);
            if (_high is not null || bits > uint.MaxValue) AddHigh(entries);
            _count += count;
            return count == 0 || bits != 0;
        }

        public FrameList Build() => new(_low.ToArray(), _high?.ToArray());

        public void Dispose()
        {
            _low.Dispose();
            _high?.Dispose();
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

        private static bool IsAnonymous(ulong entry)
        {
            const ulong looked = PagemapEntry.PresentBit | PagemapEntry.FileBit | PagemapEntry.ZeroPageBit;
            return (entry & looked) == PagemapEntry.PresentBit;
        }
    }
}
