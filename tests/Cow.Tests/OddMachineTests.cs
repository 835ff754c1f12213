using CowNotebooks.Lab.Diagnosing;

namespace CowNotebooks.Cow.Tests;

/// <summary>What <c>cow doctor</c> says of a machine whose kernel does not say everything.</summary>
public sealed class OddMachineTests : IDisposable
{
    private readonly ProcTree _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_meminfo_that_lacks_fields_or_has_impossible_ones_is_read_for_the_rest_and_the_fields_are_named()
    {
        _root.Write("proc/meminfo", File.ReadAllText(Path.Combine(ProcTree.Fixture("odd-wsl1"), "meminfo")));

        var says = Memory();

        Assert.StartsWith("15.9 GB, this kernel does not say MemAvailable", says);
        Assert.Contains("swap 14.2 GB, this kernel does not say SwapFree", says);
        Assert.Empty(Lab.Machine.Read(_root.Root).Notes);
    }

    [Theory]
    [InlineData("MemTotal")]
    [InlineData("MemAvailable")]
    [InlineData("SwapTotal")]
    [InlineData("SwapFree")]
    public void Each_field_that_is_missing_is_named_and_no_other(string field)
    {
        string[] lines = ["MemTotal: 8388608 kB", "MemFree: 4 kB", "MemAvailable: 4194304 kB", "SwapTotal: 2097152 kB", "SwapFree: 1048576 kB"];
        _root.Write("proc/meminfo", string.Concat(lines.Where(line => !line.StartsWith(field + ":")).Select(line => line + "\n")));

        Assert.Equal(field, Assert.Single(Memory().Split("does not say ").Skip(1)).Split(',', ';', '.', ' ')[0]);
    }

    [Fact]
    public void What_a_container_may_take_is_said_with_the_file_that_limits_it()
    {
        _root.Write("proc/meminfo", "MemTotal: 8388608 kB\nMemAvailable: 4194304 kB\nSwapTotal: 0 kB\n");
        _root.Write("proc/self/cgroup", "0::/\n");
        _root.Write("sys/fs/cgroup/memory.max", "3221225472\n");
        _root.Write("sys/fs/cgroup/memory.current", "1073741824\n");

        Assert.Equal("8.0 GB, 2.0 GB available within /sys/fs/cgroup/memory.max; no swap", Memory());
    }

    private string Memory() => MemoryFindings.All(Lab.Machine.Read(_root.Root)).Single(finding => finding.What == "memory").Says;
}
