using System.Text;

namespace CowNotebooks.Procfs.Tests;

public class ProcStatTests
{
    private const string Plain =
        "42 (bash) S 41 42 40 34816 -1 4194304 5342 36231 3 11 14 9 120 33 20 -5 1 0 6210 34017280 7871 18446744073709551615 1 2 3 4 5 0 0 0 0 0 0 0 17 1 0 0 7 0 0 1 2 3 4 5 6 7 0\n";

    [Fact]
    public void Every_field_is_in_its_place()
    {
        var stat = Parse(Plain);

        Assert.Equal((42, "bash", 'S'), (stat.Pid, stat.Comm, stat.State));
        Assert.Equal((41, 42, 40, 34816, -1), (stat.ParentPid, stat.ProcessGroup, stat.Session, stat.Terminal, stat.TerminalProcessGroup));
        Assert.Equal(4194304U, stat.Flags);
        Assert.Equal((5342L, 36231L, 3L, 11L), (stat.MinorFaults, stat.ChildMinorFaults, stat.MajorFaults, stat.ChildMajorFaults));
        Assert.Equal((14L, 9L, 120L, 33L), (stat.UserTicks, stat.SystemTicks, stat.ChildUserTicks, stat.ChildSystemTicks));
        Assert.Equal((20, -5, 1), (stat.Priority, stat.Nice, stat.Threads));
        Assert.Equal((6210L, 34017280L, 7871L), (stat.StartTicks, stat.VirtualBytes, stat.RssPages));
        Assert.Empty(stat.UnknownFields);
        Assert.False(stat.IsKernelThread);
    }

    [Theory]
    [InlineData(Fixtures.Parentheses, "a)( ) b (() (", 826)]
    [InlineData(Fixtures.Newline, "new\nl\uFFFD \\ \\n)", 826)]
    [InlineData(Fixtures.DotNet, "dotnet", 1303)]
    public void A_name_made_to_deceive_does_not_shift_the_fields(int pid, string name, long minorFaults)
    {
        var stat = Fixtures.Captured.Process(pid).Stat();

        Assert.Equal((pid, name, 'S', minorFaults), (stat.Pid, stat.Comm, stat.State, stat.MinorFaults));
    }

    [Fact]
    public void A_kernel_thread_and_a_zombie_are_told_apart()
    {
        var thread = Fixtures.Captured.Process(Fixtures.KernelThread).Stat();
        var zombie = Fixtures.Captured.Process(Fixtures.Zombie).Stat();

        Assert.True(thread.IsKernelThread);
        Assert.False(zombie.IsKernelThread);
        Assert.Equal('Z', zombie.State);
    }

    [Fact]
    public void Fields_of_a_newer_kernel_are_kept()
    {
        var stat = Parse(Plain.Replace("\n", " 99 abc\n"));

        Assert.Equal([new("field 53", "99"), new("field 54", "abc")], stat.UnknownFields);
    }

    [Fact]
    public void Two_readings_of_the_same_text_are_equal()
    {
        Assert.Equal(Parse(Plain), Parse(Plain));
        Assert.NotEqual(Parse(Plain), Parse(Plain.Replace("bash", "dash")));
        Assert.NotEqual(Parse(Plain), Parse(Plain.Replace("5342", "5343")));
    }

    [Theory]
    [InlineData("5342", "-1")]
    [InlineData("5342", "99999999999999999999")]
    [InlineData("5342", "5e3")]
    [InlineData(" S ", " SS ")]
    [InlineData("42 (", "4x (")]
    [InlineData("4194304", "4294967296")]
    public void A_figure_that_cannot_be_is_malformed(string from, string to) =>
        Assert.Throws<ProcMalformedException>(() => Parse(Plain.Replace(from, to)));

    [Fact]
    public void Reading_a_stat_allocates_nothing()
    {
        var text = Fixtures.Bytes($"linux-6.18/{Fixtures.Parentheses}/stat");
        var source = Fixtures.Source("stat");

        Assert.Equal(0, Allocation.Of(() => ProcStat.Parse(text, source)));
    }

    private static ProcStat Parse(string text) => ProcStat.Parse(Encoding.UTF8.GetBytes(text), Fixtures.Source("stat"));
}
