using CowNotebooks.Procfs.Pages;
using CowNotebooks.Tests;

namespace CowNotebooks.Procfs.Tests;

/// <summary>The page map of real processes.</summary>
public class PageMapTests
{
    [Fact]
    public void Both_ways_of_reading_give_the_same_map()
    {
        using var actors = new Actors.Actors();
        actors.Tell("child read a 40");
        actors.Tell("child write a 1");
        var scanned = actors.Child.Pages(frames: false, scan: true);
        Requires.That(scanned.KnowsZeroPages, "This kernel has no PAGEMAP_SCAN: run the tests on Linux 6.7 or later.");
        var read = actors.Child.Pages(frames: false, scan: false);

        Assert.False(read.KnowsZeroPages);
        Assert.Equal(PageTraits.Present | PageTraits.Zero, scanned[actors.Page('a', 40)]);
        // Without the scan the zero page is like any page that is shared.
        Assert.Equal(Pages(read), Pages(scanned).Select(page => (page.Page, page.Traits & ~PageTraits.Zero)));

        static IEnumerable<(ulong Page, PageTraits Traits)> Pages(PageMap map) =>
            map.Spans.SelectMany(span => Enumerable.Range(0, (int)span.Count).Select(i => (span.FirstPage + (ulong)i, span.Traits)));
    }

    [Fact]
    public void An_anonymous_page_has_the_frame_that_pagemap_names_and_no_other_page_has_one()
    {
        using var actors = new Actors.Actors();
        // Of every third page in a row of written ones there is only the zero page.
        for (var page = 0; page < 32; page++) actors.Tell($"child {(page % 3 == 0 ? "read" : "write")} a {page}");
        var map = actors.Child.Pages();
        using var pagemap = File.OpenRead($"/proc/{actors.Child.Pid}/pagemap");

        var pages = map.Spans.SelectMany(span => Enumerable.Range(0, (int)span.Count).Select(i => span.FirstPage + (ulong)i)).ToList();
        var expected = pages.Select(page => map[page].IsAnonymous() && map.HasFrames ? Frame(pagemap, page) : (ulong?)null).ToList();
        Assert.Equal(expected, pages.Select(map.FrameOf));
        Assert.Equal(map.HasFrames, expected.Any(frame => frame is not null));
        Assert.DoesNotContain(0UL, expected.OfType<ulong>());
        Assert.Null(map.FrameOf(1));
        Assert.Null(map.FrameOf(actors.Page('a', 50)));
        Assert.All(pages, page => Assert.Null(map.WithoutFrames().FrameOf(page)));

        // Bits 0 to 54 of an entry, see pagemap(5) in the kernel's admin guide.
        static ulong Frame(FileStream pagemap, ulong page)
        {
            var entry = new byte[8];
            pagemap.Position = (long)page * entry.Length;
            pagemap.ReadExactly(entry);
            return BitConverter.ToUInt64(entry) & ((1UL << 55) - 1);
        }
    }

    [Fact]
    public void A_map_counts_what_the_kernel_counts()
    {
        using var quiet = QuietProcess.Sleeping();
        // Other processes come and go, and with them the sharing of libraries' pages: compare when nothing moved in between.
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var before = quiet.Proc.SmapsRollup();
            var map = quiet.Proc.Pages();
            if (quiet.Proc.SmapsRollup() != before) continue;
            Assert.Equal(before.Uss / Environment.SystemPageSize, map.Count(PageTraits.Present | PageTraits.Exclusive));
            Assert.Equal(before.Rss / Environment.SystemPageSize, map.Count(PageTraits.Present) - map.Count(PageTraits.Zero));
            return;
        }

        Assert.Fail("The figures of a sleeping process changed a hundred times in a row.");
    }

    [Fact]
    public void Runs_are_in_order_lie_each_in_one_mapping_and_touch_only_where_they_differ()
    {
        using var actors = new Actors.Actors();
        for (var page = 0; page < 32; page += 2) actors.Tell($"child write a {page}");
        var map = actors.Child.Pages();

        Assert.All(map.Spans, span => Assert.Same(map.MappingOf(span.FirstPage), map.MappingOf(span.EndPage - 1)));
        Assert.All(map.Spans.Zip(map.Spans.Skip(1)), pair => Assert.True(
            pair.First.EndPage < pair.Second.FirstPage
            || (pair.First.EndPage == pair.Second.FirstPage
                && (pair.First.Traits != pair.Second.Traits || map.MappingOf(pair.First.FirstPage) != map.MappingOf(pair.Second.FirstPage)))));
        for (var page = 0; page < 32; page++) Assert.Equal(page % 2 == 0, map[actors.Page('a', page)].HasFlag(PageTraits.Exclusive));
        Assert.Equal(PageTraits.None, map[actors.Page('a', 50)]);
        Assert.Null(map.MappingOf(1));
    }

    [Fact]
    public void A_map_of_entries_at_random_has_for_each_page_what_its_entry_says()
    {
        const ulong first = 1000, present = 1UL << 63;
        ulong[] flags = [0, 0, present, present | 1UL << 56, present | 1UL << 61, 1UL << 62];
        var random = new Random(20_261_127);
        var entries = new List<PagemapEntry>();
        while (entries.Count < 20_000)
        {
            // Gaps of all lengths; the frames are of more than 32 bits in the end.
            var flag = flags[random.Next(flags.Length)];
            for (var more = random.Next(1, random.Next(1, 300)); more > 0; more--) entries.Add(new(flag == 0 ? 0 : flag | (ulong)random.NextInt64(1, 1L << (entries.Count > 10_000 ? 40 : 30))));
        }
        using var builder = new PageMapBuilder(keepFrames: true);
        builder.NextMapping();
        for (int at = 0, count; at < entries.Count; at += count) builder.Add(first + (ulong)at, entries.Slice(at, count = Math.Min(random.Next(1, 9000), entries.Count - at)).ToArray());
        var map = builder.Build(Maps.Parse("1000-8000000 rw-p 00000000 00:00 0\n"u8, default), knowsZeroPages: true);

        var pages = Enumerable.Range(0, entries.Count).ToList();
        Assert.Equal(pages.Select(page => entries[page].Traits), pages.Select(page => map[first + (ulong)page]));
        Assert.Equal(pages.Select(page => entries[page].Traits.IsAnonymous() ? entries[page].PageFrameNumber : null), pages.Select(page => map.FrameOf(first + (ulong)page)));
        var inSpans = map.Spans.SelectMany(span => Enumerable.Range(0, (int)span.Count).Select(i => (span.FirstPage + (ulong)i, span.Traits)));
        Assert.Equal(pages.Where(page => entries[page].Traits != PageTraits.None).Select(page => (first + (ulong)page, entries[page].Traits)), inSpans);
        Assert.Equal(pages.Count(page => entries[page].Exclusive && entries[page].Present), map.Count(PageTraits.Present | PageTraits.Exclusive));
        Assert.Empty(PageChanges.Between(map, map).Spans);
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(30, 40)]
    [InlineData(40, 40)]
    public void Page_by_page_another_frame_is_a_copy_and_the_same_one_is_none(int bits, int bitsAfter)
    {
        const ulong first = 1000, present = 1UL << 63;
        const int count = 10_000;
        var random = new Random(20_261_127 + bits);
        var (before, after, copied) = (new PagemapEntry[count], new PagemapEntry[count], new bool[count]);
        for (var page = 0; page < count;)
        {
            // Runs of all lengths; a copy of which the lower half of the number is the same is one, too.
            var isCopy = random.Next(2) == 0;
            for (var more = random.Next(1, random.Next(2, 200)); more > 0 && page < count; more--, page++)
            {
                var frame = (ulong)random.NextInt64(1, 1L << bits);
                var other = bitsAfter > 32 && random.Next(4) == 0 ? frame ^ 1UL << 35 : frame ^ 1UL << random.Next(20);
                (before[page], after[page], copied[page]) = (new(present | frame), new(present | 1UL << 56 | (isCopy ? other : frame)), isCopy);
            }
        }

        var changes = PageChanges.Between(Built(before), Built(after));
        Assert.Equal(copied.Select(isCopy => isCopy ? PageChange.Copied : PageChange.Reused), Enumerable.Range(0, count).Select(page => changes[first + (ulong)page]));

        PageMap Built(PagemapEntry[] entries)
        {
            using var builder = new PageMapBuilder(keepFrames: true);
            builder.NextMapping();
            for (int at = 0, part; at < count; at += part) builder.Add(first + (ulong)at, entries.AsSpan(at, part = Math.Min(random.Next(1, 3000), count - at)));
            return builder.Build(Maps.Parse("1000-8000000 rw-p 00000000 00:00 0\n"u8, default), knowsZeroPages: true);
        }
    }

    [Fact]
    public void Frames_are_shown_to_those_with_the_right_and_a_copy_has_another_one()
    {
        using var actors = new Actors.Actors();
        Requires.That(actors.Child.Pages(frames: true).HasFrames, "Frame numbers are for CAP_SYS_ADMIN: run the tests as root, e.g. in the development container.");

        actors.Tell("child read a 0");
        var (before, parents) = (actors.Child.Pages(frames: true), actors.Parent.Pages(frames: true));
        actors.Tell("child write a 3");
        var after = actors.Child.Pages(frames: true);
        var (written, untouched) = (actors.Page('a', 3), actors.Page('a', 4));

        Assert.Equal((parents.FrameOf(written), parents.FrameOf(untouched)), (before.FrameOf(written), before.FrameOf(untouched)));
        Assert.NotNull(after.FrameOf(written));
        Assert.NotEqual(before.FrameOf(written), after.FrameOf(written));
        Assert.NotNull(after.FrameOf(untouched));
        Assert.Equal(before.FrameOf(untouched), after.FrameOf(untouched));
        Assert.False(actors.Child.Pages().HasFrames);
        Assert.False(after.WithoutFrames().HasFrames);
    }

    [Fact]
    public void A_process_that_has_ended_is_a_named_error()
    {
        using var quiet = QuietProcess.Sleeping();
        quiet.End();
        Assert.Throws<ProcVanishedException>(() => quiet.Proc.Pages());
    }
}
