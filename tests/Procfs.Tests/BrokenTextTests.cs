using System.Text;

namespace CowNotebooks.Procfs.Tests;

public class BrokenTextTests
{
    private const int LineOf1Megabyte = 1 << 20;

    [Fact]
    public void Every_start_of_a_file_ends_in_a_value_or_a_named_error()
    {
        Assert.All(Fixtures.All, fixture =>
        {
            // Each start is read from its beginning, so a long file is judged by its first mappings.
            var longest = Math.Min(fixture.Text.Length, 3000);
            for (var length = 0; length <= longest; length++) Outcome.Of(fixture.Read, fixture.Text.AsSpan(0, length));
        });
    }

    [Fact]
    public void Every_whole_file_is_a_value_unless_its_process_has_no_memory()
    {
        Assert.NotEmpty(Fixtures.All);
        Assert.All(Fixtures.All, fixture =>
        {
            var error = Outcome.Of(fixture.Read, fixture.Text);
            if (fixture.Text.Length > 0) Assert.Null(error);
            else Assert.IsType<ProcNoMemoryException>(error);
        });
    }

    [Fact]
    public void A_text_that_ends_inside_a_line_is_truncated()
    {
        Assert.All(Fixtures.All.Where(fixture => fixture.Text.Length > 0), fixture =>
        {
            var error = Outcome.Of(fixture.Read, fixture.Text.AsSpan(0, fixture.Text.Length - 1));
            Assert.Equal("Read it again: it was cut off while it was written or copied.", Assert.IsType<ProcTruncatedException>(error).Remedy);
        });
    }

    [Fact]
    public void An_unknown_field_of_1_megabyte_is_kept_whole()
    {
        var rollup = Encoding.UTF8.GetString(Fixtures.Bytes("linux-6.1/42/smaps_rollup")) + "Long: " + new string('x', LineOf1Megabyte) + "\n";

        Assert.Equal(LineOf1Megabyte, Fixtures.Rollup(rollup).UnknownFields["Long"]!.Length);
    }

    [Fact]
    public void A_path_of_1_megabyte_is_kept_whole()
    {
        var maps = Encoding.UTF8.GetBytes("1000-2000 rw-p 00000000 00:00 0 /" + new string('x', LineOf1Megabyte) + "\n");

        Assert.Equal(LineOf1Megabyte + 1, Maps.Parse(maps, Fixtures.Source("maps"))[0].Path!.Length);
    }

    [Theory]
    [InlineData("smaps_rollup", "1000-2000 ---p 00000000 00:00 0 [rollup]\n")]
    [InlineData("smaps", "1000-2000 ---p 00000000 00:00 0\nRss: ")]
    [InlineData("maps", "")]
    [InlineData("stat", "42 (")]
    [InlineData("status", "")]
    [InlineData("meminfo", "")]
    public void A_senseless_line_of_1_megabyte_gives_a_short_error(string file, string before)
    {
        var text = Encoding.UTF8.GetBytes(before + new string('7', LineOf1Megabyte) + ") S 1 2 3\n");

        var error = Assert.IsType<ProcMalformedException>(Outcome.Of(Parsers.For(file)!, text));

        Assert.InRange(error.Message.Length, 40, 400);
    }

    [Fact]
    public void An_error_names_the_file_the_process_the_line_and_a_remedy()
    {
        var text = Encoding.UTF8.GetBytes("1000-2000 rw-p 00000000 00:00 0\nsome \u001b[31m nonsense\n");

        var error = Assert.Throws<ProcMalformedException>(() => Maps.Parse(text, new("/proc/42/maps", 42)));

        Assert.Equal(("/proc/42/maps", 42, 2), (error.Path, error.Pid, error.Line));
        Assert.Equal("Line 2 of /proc/42/maps is not a mapping: 'some ?[31m nonsense'.", error.Cause);
        Assert.Equal($"{error.Cause} {error.Remedy}", error.Message);
    }

    [Fact]
    public void A_field_that_comes_twice_is_malformed()
    {
        var text = Encoding.UTF8.GetString(Fixtures.Bytes("linux-6.1/42/smaps_rollup"));

        Assert.Throws<ProcMalformedException>(() => Fixtures.Rollup(text + "Rss: 1 kB\n"));
        var status = Encoding.UTF8.GetString(Fixtures.Bytes("linux-6.18/8404/status")) + "VmRSS:\t 1 kB\n";
        Assert.IsType<ProcMalformedException>(Outcome.Of(Parsers.For("status")!, Encoding.UTF8.GetBytes(status)));
    }

    [Theory]
    [InlineData("Rss:               31484 kB")]
    [InlineData("Swap:                 64 kB")]
    public void A_figure_in_another_unit_or_of_another_kind_is_malformed(string line)
    {
        var text = Encoding.UTF8.GetString(Fixtures.Bytes("linux-6.1/42/smaps_rollup"));
        Assert.Contains(line, text);

        Assert.Throws<ProcMalformedException>(() => Fixtures.Rollup(text.Replace(line, line.Replace("kB", "MB"))));
        Assert.Throws<ProcMalformedException>(() => Fixtures.Rollup(text.Replace(line, line.Replace(" kB", ""))));
        Assert.Throws<ProcMalformedException>(() => Fixtures.Rollup(text.Replace(line, line.Replace("4 kB", "4.0 kB"))));
        Assert.Throws<ProcMalformedException>(() => Fixtures.Rollup(text.Replace(line, line.Replace("4 kB", "4999999999999999 kB"))));
    }

    [Fact]
    public void A_head_whose_address_is_too_long_is_malformed_and_no_field_of_the_mapping_above()
    {
        var text = Encoding.UTF8.GetBytes("1000-2000 rw-p 00000000 00:00 0\nPss: 1 kB\n7f2147483647f6bfb000-7f82f6bfc000 rw-p 00000000 00:00 0\nPss: 1 kB\n");

        Assert.Equal(3, Assert.IsType<ProcMalformedException>(Outcome.Of(Parsers.For("smaps")!, text)).Line);
    }

    [Fact]
    public void The_head_of_a_single_mapping_is_no_rollup()
    {
        var text = Encoding.UTF8.GetString(Fixtures.Bytes("linux-6.1/42/smaps_rollup"));

        Assert.Throws<ProcMalformedException>(() => Fixtures.Rollup(text.Replace("[rollup]", "[heap]")));
    }
}

internal static class Outcome
{
    /// <summary>Null for a value, or the named error. Any other exception fails the test.</summary>
    public static ProcException? Of(ParseAny read, ReadOnlySpan<byte> text)
    {
        try
        {
            Assert.NotNull(read(text, Fixtures.Source("text")));
            return null;
        }
        catch (ProcException e)
        {
            return e;
        }
    }
}
