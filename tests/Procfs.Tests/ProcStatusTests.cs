using System.Text;

namespace CowNotebooks.Procfs.Tests;

public class ProcStatusTests
{
    [Fact]
    public void A_running_process_says_who_it_is_and_what_its_page_tables_take()
    {
        var status = Fixtures.Captured.Process(Fixtures.DotNet).Status();

        Assert.Equal(("dotnet", 'S', Fixtures.DotNet, 8403, 8), (status.Name, status.State, status.Pid, status.ParentPid, status.Threads));
        Assert.Equal(new ProcIds(0, 0, 0, 0), status.Uid);
        Assert.Equal(Kilobytes("VmPTE"), status.VmPTE);
        Assert.Equal(Kilobytes("VmRSS"), status.VmRSS);
        Assert.Equal(Kilobytes("VmHWM"), status.VmHWM);
        Assert.Equal(Kilobytes("VmSwap"), status.VmSwap);
        Assert.Equal(Kilobytes("RssAnon"), status.RssAnon);
        Assert.Equal(status.VmRSS, status.RssAnon + status.RssFile + status.RssShmem);
        // The runtime handles SIGTERM, signal 15.
        Assert.Equal(1UL, status.SigCgt >> 14 & 1);
        Assert.Equal("0022", status.UnknownFields["Umask"]);
        Assert.Null(status.UnknownFields["VmPTE"]);

        static long Kilobytes(string name) =>
            long.Parse(Text(Fixtures.DotNet).Split('\n').Single(line => line.StartsWith(name)).Split(':')[1].Replace("kB", "").Trim()) * 1024;
    }

    [Fact]
    public void Every_field_is_either_a_property_or_kept()
    {
        var status = Fixtures.Captured.Process(Fixtures.Bash).Status();
        var lines = Text(Fixtures.Bash).TrimEnd('\n').Split('\n').Length;

        Assert.Equal(lines, status.UnknownFields.Count + typeof(ProcStatus).GetProperties().Length - 1);
    }

    [Theory]
    [InlineData(Fixtures.KernelThread)]
    [InlineData(Fixtures.Zombie)]
    public void What_has_no_memory_has_null_figures(int pid)
    {
        var status = Fixtures.Captured.Process(pid).Status();

        Assert.Null(status.VmRSS);
        Assert.Null(status.VmPTE);
        Assert.Null(status.RssAnon);
        Assert.Null(status.VmSwap);
    }

    [Theory]
    [InlineData(Fixtures.Parentheses)]
    [InlineData(Fixtures.Newline)]
    public void A_hostile_name_is_the_same_in_every_file(int pid)
    {
        var process = Fixtures.Captured.Process(pid);

        Assert.Equal(process.Comm, process.Status().Name);
        Assert.Equal(process.Comm, process.Stat().Comm);
    }

    [Fact]
    public void A_field_that_a_kernel_lacks_is_null_and_the_rest_is_read()
    {
        var status = Parse(Text(Fixtures.Bash).Replace("Threads:", "Threds:").Replace("CapEff:\t", "CapEff:\tall of "));

        Assert.Null(status.Threads);
        Assert.Equal("1", status.UnknownFields["Threds"]);
        Assert.Null(status.CapEff);
        Assert.StartsWith("all of", status.UnknownFields["CapEff"]);
        Assert.NotNull(status.VmPTE);
    }

    [Fact]
    public void A_text_without_any_field_was_cut_off() => Assert.Throws<ProcTruncatedException>(() => Parse(""));

    private static ProcStatus Parse(string text) => ProcStatus.Parse(Encoding.UTF8.GetBytes(text), Fixtures.Source("status"));

    private static string Text(int pid) => Encoding.UTF8.GetString(Fixtures.Bytes($"linux-6.18/{pid}/status"));
}
