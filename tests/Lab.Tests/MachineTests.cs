using System.IO.Compression;
using CowNotebooks.Lab;

namespace CowNotebooks.Tests;

public sealed class MachineTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cow-test-").FullName;

    [Theory]
    [InlineData("sys/kernel/mm/ksm/run", "1", "KSM runs")]
    [InlineData("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never", "Transparent huge pages are on")]
    [InlineData("proc/version", "Linux version 4.4.0 (gVisor)", "gVisor")]
    [InlineData("proc/sys/kernel/osrelease", "4.4.0-19041-Microsoft", "WSL1")]
    [InlineData("proc/meminfo", "MemTotal: 9 kB\nMemFree: 1 kB\nBuffers: 1 kB\nCached: 1 kB\nSwapCached: 0 kB\nSwapTotal: 4194304 kB\nSwapFree: 2097152 kB", "2.0 GB of swap are in use")]
    [InlineData("sys/kernel/mm/ksm/run", "0", null)]
    [InlineData("sys/kernel/mm/ksm/run", "2", null)]
    [InlineData("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never", null)]
    [InlineData("proc/sys/kernel/osrelease", "5.15.90.1-microsoft-standard-WSL2", null)]
    [InlineData("proc/meminfo", "MemTotal: 9 kB\nMemFree: 1 kB\nBuffers: 1 kB\nCached: 1 kB\nSwapCached: 0 kB\nSwapTotal: 4194304 kB\nSwapFree: 4194304 kB", null)]
    public void What_makes_figures_approximate_is_a_note_with_a_remedy(string file, string content, string? note)
    {
        var before = Machine.Read(_root).Notes;
        Write(file, content);

        AssertNoted(before, note);
    }

    [Theory]
    [InlineData("y", false)]
    [InlineData("n", true)]
    public void A_kernel_that_does_not_count_mappings_is_known_by_its_configuration_whether_packed_or_not(string set, bool counts)
    {
        var before = Machine.Read(_root).Notes;
        var text = $"CONFIG_A=y\n{(set == "y" ? "CONFIG_NO_PAGE_MAPCOUNT=y" : "# CONFIG_NO_PAGE_MAPCOUNT is not set")}\n";
        Assert.Null(Machine.Read(_root).CountsMappings);

        Write("proc/sys/kernel/osrelease", "6.18.0");
        Write("boot/config-6.18.0", text);
        Assert.Equal(counts, Machine.Read(_root).CountsMappings);
        AssertNoted(before, counts ? null : "CONFIG_NO_PAGE_MAPCOUNT");

        File.Delete(Path.Combine(_root, "boot/config-6.18.0"));
        using (var packed = new GZipStream(File.Create(Path.Combine(_root, "proc/config.gz")), CompressionLevel.Fastest)) packed.Write(System.Text.Encoding.ASCII.GetBytes(text));
        Assert.Equal(counts, Machine.Read(_root).CountsMappings);
        // Cut off in the middle it is as good as none.
        Write("proc/config.gz", "no zip");
        Assert.Null(Machine.Read(_root).CountsMappings);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void AssertNoted(IReadOnlyList<string> before, string? note)
    {
        var added = Machine.Read(_root).Notes.Except(before).ToList();
        if (note is null) Assert.Empty(added);
        else Assert.Contains(note, Assert.Single(added), StringComparison.Ordinal);
    }

    private void Write(string file, string content)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content + "\n");
    }
}
