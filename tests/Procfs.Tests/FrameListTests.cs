using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Procfs.Tests;

/// <summary>The frames of a page map are those of its anonymous pages, in their order, however they are kept.</summary>
public sealed class FrameListTests
{
    // More than one piece of the list, and no multiple of anything.
    private const int Pages = 50_001;

    // 16 TB of physical addresses: above it a frame's number has more than 32 bits.
    private const ulong HighFrames = 1UL << 32;

    [Theory]
    [InlineData(0, 20)]
    [InlineData(HighFrames, 20)]
    [InlineData(HighFrames - 25_000, 1)]
    public void Each_anonymous_page_has_its_frame(ulong first, int alike)
    {
        var (entries, frames) = Draw(new Random(1), first, alike);
        var list = Build(entries, new Random(2));

        Assert.Equal(frames.Count, list.Count);
        Assert.Equal(frames, Enumerable.Range(0, list.Count).Select(index => list[index]));
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(0, 1)]
    [InlineData(HighFrames, 20)]
    public void Two_lists_are_alike_where_their_frames_are(ulong first, int alike)
    {
        var (entries, frames) = Draw(new Random(3), first, alike);
        var copied = Enumerable.Range(0, frames.Count).ToLookup(place => place / alike % 3 == 0);
        // The second list has one frame more in front: no place is the same in both.
        ulong[] others = [7, .. frames];
        foreach (var place in copied[true]) others[place + 1] += place % 2 == 0 ? HighFrames : 1;
        var list = Build(entries, new Random(4));
        var other = Build([.. others.Select(Anonymous)], new Random(5));

        var same = new List<int>();
        for (var place = 0; place < frames.Count;)
        {
            var (isSame, pages) = list.Compare(place, other, place + 1, frames.Count - place);
            Assert.InRange(pages, 1, frames.Count - place);
            if (isSame) same.AddRange(Enumerable.Range(place, pages));
            place += pages;
        }

        Assert.Equal(copied[false], same);
    }

    [Fact]
    public void Frames_that_the_kernel_hides_are_not_taken_for_frame_0()
    {
        using var builder = new FrameList.Builder();
        Assert.False(builder.TryAdd([Anonymous(0), Anonymous(0)]));
        Assert.True(builder.TryAdd([0, 0]));
    }

    /// <summary>Entries in runs of the same kind, and the frames of the anonymous ones.</summary>
    private static (ulong[] Entries, List<ulong> Frames) Draw(Random random, ulong first, int alike)
    {
        var (entries, frames) = (new ulong[Pages], new List<ulong>());
        ulong[] kinds = [0, PagemapEntry.PresentBit | PagemapEntry.FileBit, PagemapEntry.PresentBit | PagemapEntry.ZeroPageBit, Anonymous(0), Anonymous(0), Anonymous(0)];
        var kind = 0UL;
        for (var page = 0; page < Pages; page++)
        {
            if (page % alike == 0) kind = kinds[random.Next(kinds.Length)];
            var frame = first + (ulong)page + 1;
            entries[page] = kind == 0 ? 0 : kind | frame;
            if (kind == Anonymous(0)) frames.Add(frame);
        }

        return (entries, frames);
    }

    private static ulong Anonymous(ulong frame) => PagemapEntry.PresentBit | PagemapEntry.ExclusiveBit | frame;

    private static FrameList Build(ulong[] entries, Random random)
    {
        using var builder = new FrameList.Builder();
        for (int at = 0, most; at < entries.Length; at += most)
        {
            most = Math.Min(random.Next(1, 8192), entries.Length - at);
            Assert.True(builder.TryAdd(entries.AsSpan(at, most)));
        }

        return builder.Build();
    }
}
