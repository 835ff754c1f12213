namespace CowNotebooks.Procfs.Tests;

public class SmapsTests
{
    [Theory]
    [InlineData("linux-4.14", Fixtures.Written)]
    [InlineData("linux-5.10", Fixtures.Written)]
    [InlineData("linux-6.1", Fixtures.Written)]
    [InlineData("linux-6.18", Fixtures.Bash)]
    [InlineData("linux-6.18", Fixtures.Python)]
    public void The_total_is_the_rollup_but_for_what_is_cut_to_kilobytes(string kernel, int pid)
    {
        var process = Fixtures.Tree(kernel).Process(pid);

        Totals.AssertSame(process.SmapsRollup(), process.Smaps());
    }

    [Fact]
    public void Before_rollups_the_total_of_the_mappings_stands_in()
    {
        var before = Fixtures.Tree("linux-4.9").Process(Fixtures.Written);
        var first = Fixtures.Tree("linux-4.14").Process(Fixtures.Written);

        Assert.Equal(before.Smaps().Total(), before.SmapsRollup());
        Assert.Equal(first.SmapsRollup() with { LazyFree = null }, before.SmapsRollup());
    }

    [Fact]
    public void A_mapping_says_what_it_is_beside_its_counters()
    {
        var heap = Fixtures.Tree("linux-5.10").Process(Fixtures.Written).Smaps().Single(smap => smap.Map.Path == "[heap]");
        var huge = Fixtures.Tree("linux-5.10").Process(Fixtures.Written).Smaps().Single(smap => smap.Map.IsDeleted);

        Assert.Equal(0x01f5c000UL, heap.Map.Start);
        Assert.Equal((long)heap.Map.Length, heap.Size);
        Assert.Equal(4096, heap.KernelPageSize);
        Assert.Equal(4096, heap.MMUPageSize);
        Assert.Equal(200 * 1024, heap.Counters.Uss);
        Assert.Equal(0, heap.ProtectionKey);
        Assert.True(heap.THPeligible);
        Assert.Equal("rd wr mr mw me ac", heap.VmFlags);
        Assert.Equal(2 << 20, huge.KernelPageSize);
        Assert.Equal("/anon_hugepage", huge.Map.Path);
        Assert.False(huge.THPeligible);
    }

    [Fact]
    public void What_an_old_kernel_does_not_say_of_a_mapping_is_null()
    {
        var old = Fixtures.Tree("linux-4.14").Process(Fixtures.Written).Smaps();

        Assert.All(old, smap => Assert.Null(smap.THPeligible));
        Assert.All(old, smap => Assert.Null(smap.ProtectionKey));
        Assert.All(old, smap => Assert.Null(smap.Counters.PssAnon));
    }

    [Fact]
    public void The_mappings_are_those_of_maps()
    {
        var process = Fixtures.Captured.Process(Fixtures.Python);

        Assert.Equal(process.Maps(), process.Smaps().Select(smap => smap.Map));
    }

    [Fact]
    public void A_mapping_that_is_cut_before_its_last_fields_is_truncated()
    {
        var text = Fixtures.Bytes("linux-6.1/42/smaps");
        var end = text.AsSpan().IndexOf("Swap:"u8);

        var error = Assert.Throws<ProcTruncatedException>(() => Smaps.Parse(text.AsSpan(0, end), Fixtures.Source("smaps")));

        Assert.Contains("lacks the field Swap", error.Message);
    }
}

internal static class Totals
{
    /// <summary>
    /// Each mapping's PSS is cut to kB, so their sum may be short of the rollup's by less than 1 kB a mapping; all else is equal.
    /// </summary>
    public static void AssertSame(SmapsRollup rollup, Smaps smaps)
    {
        var total = smaps.Total();
        AssertShort(rollup.Pss, total.Pss, smaps.Count);
        AssertShort(rollup.PssDirty, total.PssDirty, smaps.Count);
        AssertShort(rollup.SwapPss, total.SwapPss, smaps.Count);
        AssertShort(rollup.Locked, total.Locked, smaps.Count);
        Assert.Equal(WithoutCut(rollup), WithoutCut(total));
    }

    private static void AssertShort(long? rollup, long? total, int mappings)
    {
        Assert.Equal(rollup is null, total is null);
        if (rollup is not null) Assert.InRange((rollup - total)!.Value, 0, mappings * 1024L);
    }

    private static SmapsRollup WithoutCut(SmapsRollup rollup) => rollup with
    {
        Pss = 0,
        PssDirty = null,
        PssAnon = null,
        PssFile = null,
        PssShmem = null,
        SwapPss = null,
        Locked = null,
    };
}
