using CowNotebooks.Lab;
using CowNotebooks.Lab.Measuring;

namespace CowNotebooks.Tests;

/// <summary>A container has less than its machine: the limits of control groups.</summary>
public sealed class AvailableMemoryTests : IDisposable
{
    private const long Megabyte = 1 << 20;
    private readonly string _root = Directory.CreateTempSubdirectory("cow-test-").FullName;

    public AvailableMemoryTests()
    {
        Write("proc/meminfo", "MemTotal: 8388608 kB\nMemAvailable: 4194304 kB");
        Write("proc/self/cgroup", "4:memory:/old\n0::/group/one");
    }

    [Fact]
    public void Without_a_limit_it_is_the_machines()
    {
        Write("sys/fs/cgroup/group/one/memory.max", "max");
        Write("sys/fs/cgroup/group/one/memory.current", $"{100 * Megabyte}");
        Assert.Equal(new AvailableMemory(4096 * Megabyte, null), AvailableMemory.Read(_root));
    }

    [Theory]
    [InlineData("group/one/", "/sys/fs/cgroup/group/one/memory.max")]
    [InlineData("group/", "/sys/fs/cgroup/group/memory.max")]
    [InlineData("", "/sys/fs/cgroup/memory.max")]
    public void A_limit_of_its_group_or_of_one_above_is_taken_and_named(string group, string file)
    {
        Write($"sys/fs/cgroup/{group}memory.max", $"{500 * Megabyte}");
        Write($"sys/fs/cgroup/{group}memory.current", $"{300 * Megabyte}");
        Assert.Equal(new AvailableMemory(200 * Megabyte, file), AvailableMemory.Read(_root));

        // Files that nobody reads any more are dropped before anything is killed.
        Write($"sys/fs/cgroup/{group}memory.stat", $"anon 1\ninactive_file {50 * Megabyte}\nactive_file 7");
        Assert.Equal(new AvailableMemory(250 * Megabyte, file), AvailableMemory.Read(_root));
    }

    [Theory]
    [InlineData("memory/old", 200)]
    [InlineData("memory", 250)]
    public void A_limit_of_version_1_is_taken_too(string group, long left)
    {
        Write("sys/fs/cgroup/memory/old/memory.limit_in_bytes", "9223372036854771712");
        Write("sys/fs/cgroup/memory/old/memory.usage_in_bytes", $"{300 * Megabyte}");
        Write($"sys/fs/cgroup/{group}/memory.limit_in_bytes", $"{500 * Megabyte}");
        Write($"sys/fs/cgroup/{group}/memory.usage_in_bytes", $"{300 * Megabyte}");
        if (left > 200) Write($"sys/fs/cgroup/{group}/memory.stat", $"inactive_file 0\ntotal_inactive_file {50 * Megabyte}");
        Assert.Equal(new AvailableMemory(left * Megabyte, $"/sys/fs/cgroup/{group}/memory.limit_in_bytes"), AvailableMemory.Read(_root));
    }

    [Fact]
    public void A_limit_above_what_the_machine_has_says_nothing()
    {
        Write("sys/fs/cgroup/group/memory.max", $"{6000 * Megabyte}");
        Write("sys/fs/cgroup/group/memory.current", "0");
        Assert.Null(AvailableMemory.Read(_root).Limit);
    }

    [Fact]
    public void A_heap_that_does_not_fit_into_the_group_is_refused_and_the_group_is_named()
    {
        Write("sys/fs/cgroup/group/one/memory.max", $"{80 * Megabyte}");
        Write("sys/fs/cgroup/group/one/memory.current", "0");
        var entry = Runtime.CPython().Catalogue.Heap(Heap.Integers(1));
        var refused = Assert.Throws<LabUsageException>(() => entry.RequireMemory(2_000_000, AvailableMemory.Read(_root)));
        Assert.Contains("need about 153 MB, and this machine has 80 MB available within /sys/fs/cgroup/group/one/memory.max. Ask for at most 1,048,576.", refused.Message, StringComparison.Ordinal);
        entry.RequireMemory(1_000_000, AvailableMemory.Read(_root));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text + "\n");
    }
}
