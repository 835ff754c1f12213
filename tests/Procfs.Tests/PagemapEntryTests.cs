namespace CowNotebooks.Procfs.Tests;

public class PagemapEntryTests
{
    [Fact]
    public void A_guard_region_is_neither_in_RAM_nor_on_swap()
    {
        // The kernel sets bit 62 with bit 58 (fs/proc/task_mmu.c, pte_to_pagemap_entry).
        var guard = new PagemapEntry(1UL << 62 | 1UL << 58);

        Assert.False(guard.Swapped);
        Assert.Equal(Pages.PageTraits.None, guard.Traits);
    }

    [Fact]
    public void Each_flag_has_its_bit_and_no_other()
    {
        Assert.True(Only(63).Present);
        Assert.True(Only(62).Swapped);
        Assert.True(Only(61).FileOrShared);
        Assert.True(Only(58).GuardRegion);
        Assert.True(Only(57).WriteProtectedByUffd);
        Assert.True(Only(56).Exclusive);
        Assert.True(Only(55).SoftDirty);
        for (var bit = 0; bit < 64; bit++) Assert.Equal(bit is 63 or 62 or 61 or 58 or 57 or 56 or 55 ? 1 : 0, Flags(Only(bit)));

        static PagemapEntry Only(int bit) => new(1UL << bit);
        static int Flags(PagemapEntry entry) => new[]
        {
            entry.Present, entry.Swapped, entry.FileOrShared, entry.GuardRegion, entry.WriteProtectedByUffd, entry.Exclusive, entry.SoftDirty,
        }.Count(flag => flag);
    }

    [Fact]
    public void A_frame_number_is_null_when_it_is_hidden_or_the_page_is_absent()
    {
        Assert.Equal((1UL << 55) - 1, new PagemapEntry(1UL << 63 | (1UL << 55) - 1).PageFrameNumber);
        Assert.Null(new PagemapEntry(1UL << 63).PageFrameNumber);
        Assert.Null(new PagemapEntry(5).PageFrameNumber);
        Assert.Null(new PagemapEntry(1UL << 62 | 5).PageFrameNumber);
    }

    [Fact]
    public void A_swapped_page_has_a_place_and_no_frame()
    {
        var swapped = new PagemapEntry(1UL << 62 | 1234UL << 5 | 3);

        Assert.Equal((3, 1234UL), (swapped.SwapType, swapped.SwapOffset));
        Assert.Null(new PagemapEntry(1UL << 62).SwapType);
        Assert.Null(new PagemapEntry(1UL << 62).SwapOffset);
        Assert.Null(new PagemapEntry(1UL << 63 | 99).SwapOffset);
    }

    [Fact]
    public void A_guard_region_is_not_on_swap_although_its_bit_is_set()
    {
        var guard = new PagemapEntry(1UL << 62 | 1UL << 58);

        Assert.Equal((true, false), (guard.GuardRegion, guard.Swapped));
    }
}
