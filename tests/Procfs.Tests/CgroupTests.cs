namespace CowNotebooks.Procfs.Tests;

public class CgroupTests
{
    [Fact]
    public void The_group_of_version_2_is_found_among_those_of_version_1()
    {
        Assert.Equal("/group/one: two", Cgroup.PathOf("4:memory:/old\n0::/group/one: two\n"u8, new("cgroup")));
        Assert.Null(Cgroup.PathOf("4:memory:/old\n"u8, new("cgroup")));
        Assert.Equal("/old", Cgroup.PathOf("5:cpu,cpuacct:/\n4:hugetlb,memory:/old\n0::/group/one: two\n"u8, new("cgroup"), "memory"));
        Assert.Null(Cgroup.PathOf("5:cpu,cpuacct:/memory\n0::/\n"u8, new("cgroup"), "memory"));
    }

    [Fact]
    public void A_limit_is_bytes_or_none()
    {
        Assert.Equal(524288000, Cgroup.Bytes("524288000\n"u8, new("memory.max")));
        Assert.Null(Cgroup.Bytes("max\n"u8, new("memory.max")));
    }

    [Fact]
    public void What_is_no_figure_is_named_with_its_file()
    {
        Assert.Contains("memory.max", Assert.ThrowsAny<ProcException>(() => Cgroup.Bytes("much\n"u8, new("memory.max"))).Message);
        Assert.Contains("memory.max", Assert.ThrowsAny<ProcException>(() => Cgroup.Bytes(""u8, new("memory.max"))).Message);
        Assert.Contains("memory.max", Assert.ThrowsAny<ProcException>(() => Cgroup.Bytes("5242"u8, new("memory.max"))).Message);
    }

    [Fact]
    public void Files_that_nobody_uses_are_one_line_of_many()
    {
        Assert.Equal(8192, Cgroup.InactiveFileBytes("inactive_file 4096\ntotal_inactive_file 8192\n"u8, new("memory.stat")));
        Assert.Equal((4096, 0), (Cgroup.InactiveFileBytes("anon 1\ninactive_anon 5\ninactive_file 4096\n"u8, new("memory.stat")), Cgroup.InactiveFileBytes("anon 1\n"u8, new("memory.stat"))));
    }
}
