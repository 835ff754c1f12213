using System.Text;

namespace CowNotebooks.Procfs.Tests;

public class MapsTests
{
    [Theory]
    [InlineData("2000-3000 rw-p 00000000 00:00 0\n1000-2000 rw-p 00000000 00:00 0\n")]
    [InlineData("1000-3000 rw-p 00000000 00:00 0\n2000-4000 rw-p 00000000 00:00 0\n")]
    public void A_mapping_that_begins_before_the_end_of_the_one_above_is_malformed(string text) =>
        Assert.Equal(2, Assert.Throws<ProcMalformedException>(() => Parse(text)).Line);

    [Fact]
    public void A_line_is_taken_apart()
    {
        var map = Assert.Single(Parse("7f3c5a000000-7f3c5a021000 rw-s 0000a000 fe:01 247629                     /usr/lib/a b\n"));

        Assert.Equal((0x7f3c5a000000UL, 0x7f3c5a021000UL, 0x21000UL), (map.Start, map.End, map.Length));
        Assert.Equal("rw-s", map.Permissions);
        Assert.True(map is { IsReadable: true, IsWritable: true, IsExecutable: false, IsPrivate: false, IsDeleted: false });
        Assert.Equal((0xa000UL, 0xfeU, 1U, 247629UL), (map.Offset, map.DeviceMajor, map.DeviceMinor, map.Inode));
        Assert.Equal("/usr/lib/a b", map.Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Anonymous_memory_has_no_path(string end) => Assert.Null(Assert.Single(Parse($"1000-2000 ---p 00000000 00:00 0{end}\n")).Path);

    [Fact]
    public void Paths_keep_their_blanks_newlines_and_deletion()
    {
        var files = Fixtures.Captured.Process(Fixtures.Newline).Maps().Where(map => map.Path?.StartsWith("/data/") == true).ToArray();

        Assert.Equal(
            ["/data/gone", "/data/new\nline", "/data/not-utf8-\uFFFD\uFFFD", "/data/really", "/data/with space "],
            files.Select(map => map.Path).Order(StringComparer.Ordinal));
        // The kernel writes a file named "really (deleted)" like a deleted one named "really".
        Assert.Equal(["/data/gone", "/data/really"], files.Where(map => map.IsDeleted).Select(map => map.Path).Order());
    }

    [Fact]
    public void The_highest_mapping_of_x86_fits()
    {
        var map = Assert.Single(Parse("ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]\n"));

        Assert.Equal(4096UL, map.Length);
    }

    [Theory]
    [InlineData("2000-1000 rw-p 00000000 00:00 0")]
    [InlineData("1000-2000 rwzp 00000000 00:00 0")]
    [InlineData("1000-2000 rw-p 00000000 0000 0")]
    [InlineData("1000-2000 rw-p 00000000 00:00 x")]
    [InlineData("1000-12345678901234567 rw-p 00000000 00:00 0")]
    [InlineData("")]
    public void A_line_that_is_no_mapping_is_malformed(string line)
    {
        var error = Assert.Throws<ProcMalformedException>(() => Parse("0000-1000 rw-p 00000000 00:00 0\n" + line + "\n"));

        Assert.Equal(2, error.Line);
    }

    private static Maps Parse(string text) => Maps.Parse(Encoding.UTF8.GetBytes(text), Fixtures.Source("maps"));
}
