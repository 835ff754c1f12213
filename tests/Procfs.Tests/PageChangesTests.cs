using CowNotebooks.Procfs.Pages;
using CowNotebooks.Tests;

namespace CowNotebooks.Procfs.Tests;

/// <summary>What the difference of two page maps says of things that were just done to pages. Each law with frame numbers and without.</summary>
public class PageChangesTests
{
    public static TheoryData<bool> Frames => [true, false];

    [Theory]
    [MemberData(nameof(Frames))]
    public void A_page_that_the_child_writes_is_copied_and_no_other(bool frames)
    {
        using var actors = Actors(frames);
        Assert.Equal(
            new() { ["a3"] = PageChange.Copied, ["a4"] = PageChange.Copied, ["a31"] = PageChange.Copied },
            actors.WhatChanges(frames, "child write a 3", "child write a 4", "child write a 31", "child read a 9", "child write a 3"));
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void What_the_child_copied_away_is_the_parents_alone_without_a_copy(bool frames)
    {
        using var actors = Actors(frames);
        // Without frames either of the two may have made the copy: that the parent was idle is what decides it.
        Assert.Equal(new() { ["a3"] = frames ? PageChange.Reused : PageChange.Copied }, actors.WhatChangesForTheParent(frames, "child write a 3"));
        // Its own write then takes a fault, and makes no copy.
        var faults = actors.Parent.Stat().MinorFaults;
        Assert.Empty(actors.WhatChangesForTheParent(frames, "parent write a 3"));
        Assert.True(actors.Parent.Stat().MinorFaults > faults);
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void What_the_parent_gives_back_is_the_childs_alone_without_a_copy(bool frames)
    {
        using var actors = Actors(frames);
        Assert.Equal(new() { ["a5"] = PageChange.Reused }, actors.WhatChanges(frames, "parent drop a 5"));
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void Memory_that_was_never_touched_is_new_when_written_and_the_page_of_zeros_when_read(bool frames)
    {
        using var actors = Actors(frames);
        Requires.That(actors.Child.Pages().KnowsZeroPages, "This kernel has no PAGEMAP_SCAN: run the tests on Linux 6.7 or later.");
        Assert.Equal(new() { ["a40"] = PageChange.New, ["a41"] = PageChange.Zero }, actors.WhatChanges(frames, "child write a 40", "child read a 41"));
        Assert.Equal(new() { ["a41"] = PageChange.New }, actors.WhatChanges(frames, "child write a 41"));
    }

    [Fact]
    public void On_a_kernel_that_does_not_tell_the_page_of_zeros_it_is_known_by_being_shared()
    {
        using var actors = new Actors.Actors();
        var before = actors.Child.Pages(frames: false, scan: false);
        actors.Tell("child write a 40");
        actors.Tell("child read a 41");
        var changes = PageChanges.Between(before, actors.Child.Pages(frames: false, scan: false), actors.Parent.Pages());

        Assert.Equal((PageChange.New, PageChange.Zero), (changes[actors.Page('a', 40)], changes[actors.Page('a', 41)]));
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void A_page_of_a_file_is_mapped_by_reading_and_copied_by_writing(bool frames)
    {
        using var actors = Actors(frames);
        // One read may map its neighbours too (fault-around).
        Assert.Equal(PageChange.File, actors.WhatChanges(frames, "child read f 0")["f0"]);
        Assert.Equal(PageChange.Copied, actors.WhatChanges(frames, "child write f 0")["f0"]);
        Assert.Equal(PageChange.Copied, actors.WhatChangesForTheParent(frames, "parent write f 15")["f15"]);
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void A_page_that_is_given_back_is_dropped(bool frames)
    {
        using var actors = Actors(frames);
        Assert.Equal(new() { ["a7"] = PageChange.Dropped }, actors.WhatChanges(frames, "child drop a 7"));
    }

    [Fact]
    public void The_changes_add_up_to_the_growth_of_USS()
    {
        using var actors = new Actors.Actors();
        var (before, uss) = Read();
        for (var page = 0; page < 32; page += 3) actors.Tell($"child write a {page}");
        actors.Tell("child write a 50");
        actors.Tell("parent write a 1");
        actors.Tell("parent drop a 2");
        var (after, ussAfter) = Read();

        var changes = PageChanges.Between(before, after, actors.Parent.Pages());
        Assert.Equal((ussAfter - uss) / Environment.SystemPageSize, changes.UssGrowth);
        Assert.Equal(changes.UssGrowth, Enum.GetValues<PageChange>().Sum(changes.UssGrowthOf));
        Assert.True(changes.Count(PageChange.Copied) >= 11);

        // Read when nothing moved in between: other processes come and go, and with them the sharing of libraries' pages.
        (PageMap Map, long Uss) Read()
        {
            for (var attempt = 0; attempt < 100; attempt++)
            {
                var rollup = actors.Child.SmapsRollup();
                var map = actors.Child.Pages();
                if (actors.Child.SmapsRollup() == rollup) return (map, rollup.Uss!.Value);
            }

            throw new InvalidOperationException("The figures of a waiting process changed a hundred times in a row.");
        }
    }

    [Fact]
    public void Two_maps_without_frames_need_the_parents_too()
    {
        using var quiet = QuietProcess.Sleeping();
        var map = quiet.Proc.Pages();
        Assert.Throws<ArgumentException>(() => PageChanges.Between(map, map));
        Assert.Empty(PageChanges.Between(map, map, map).Spans);
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void Reading_a_process_copies_none_of_its_shared_pages(bool frames)
    {
        using var actors = Actors(frames);
        using var memory = actors.Child.OpenMemory();
        var page = new byte[Environment.SystemPageSize];
        var before = actors.Child.Pages(frames);
        for (var i = 0; i < 32; i++) memory.Read(actors.Page('a', i) * (ulong)page.Length, page);
        var after = actors.Child.Pages(frames);

        Assert.Equal(1, page[0]);
        for (var i = 0; i < 32; i++) Assert.Equal((PageTraits.Present, PageTraits.Present), (before[actors.Page('a', i)], after[actors.Page('a', i)]));
        Assert.Throws<ProcUnreadableException>(() => memory.Read(1, page));
    }

    private static Actors.Actors Actors(bool frames)
    {
        var actors = new Actors.Actors();
        if (frames && !actors.Child.Pages(frames: true).HasFrames)
        {
            actors.Dispose();
            Requires.That(false, "Frame numbers are for CAP_SYS_ADMIN: run the tests as root, e.g. in the development container.");
        }

        return actors;
    }
}
