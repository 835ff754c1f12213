namespace CowNotebooks.Procfs.Tests;

public class MeminfoTests
{
    [Fact]
    public void The_machine_is_described_in_bytes()
    {
        var memory = Fixtures.Captured.Meminfo();

        Assert.Equal(24684092L * 1024, memory.MemTotal);
        Assert.Equal(2L << 20, memory.HugePageSize);
        Assert.Equal(0, memory.SwapTotal);
        Assert.True(memory.MemAvailable > memory.MemFree);
        Assert.Equal("0", memory.UnknownFields["HugePages_Total"]);
        Assert.EndsWith(" kB", memory.UnknownFields["Active(anon)"]);
    }

    [Fact]
    public void Every_field_is_either_a_property_or_kept()
    {
        var lines = System.Text.Encoding.UTF8.GetString(Fixtures.Bytes("linux-6.18/meminfo")).TrimEnd('\n').Split('\n').Length;

        Assert.Equal(lines, Fixtures.Captured.Meminfo().UnknownFields.Count + typeof(Meminfo).GetProperties().Length - 1);
    }

    [Fact]
    public void An_estimate_that_an_old_kernel_does_not_make_is_null()
    {
        var text = "MemTotal: 8 kB\nMemFree: 4 kB\nBuffers: 1 kB\nCached: 1 kB\nSwapCached: 0 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n"u8;

        Assert.Null(Meminfo.Parse(text, new("meminfo")).MemAvailable);
    }
}
