using System.Text;

namespace CowNotebooks.Procfs.Tests;

public class SmapsRollupTests
{
    private const long KiB = 1024;

    [Fact]
    public void Every_figure_of_a_captured_rollup_is_read_in_bytes()
    {
        var rollup = Fixtures.Captured.Process(Fixtures.Bash).SmapsRollup();
        var text = File.ReadAllLines(Path.Combine(Fixtures.Captured.Root, $"{Fixtures.Bash}/smaps_rollup"));
        long Kilobytes(string name) => long.Parse(text.Single(line => line.StartsWith(name + ":")).Split(':')[1].Replace("kB", "").Trim());
        (string Name, long? Bytes)[] read =
        [
            ("Rss", rollup.Rss), ("Pss", rollup.Pss), ("Pss_Dirty", rollup.PssDirty), ("Pss_Anon", rollup.PssAnon),
            ("Pss_File", rollup.PssFile), ("Pss_Shmem", rollup.PssShmem), ("Shared_Clean", rollup.SharedClean),
            ("Shared_Dirty", rollup.SharedDirty), ("Private_Clean", rollup.PrivateClean), ("Private_Dirty", rollup.PrivateDirty),
            ("Referenced", rollup.Referenced), ("Anonymous", rollup.Anonymous), ("KSM", rollup.Ksm), ("LazyFree", rollup.LazyFree),
            ("AnonHugePages", rollup.AnonHugePages), ("ShmemPmdMapped", rollup.ShmemPmdMapped), ("FilePmdMapped", rollup.FilePmdMapped),
            ("Shared_Hugetlb", rollup.SharedHugetlb), ("Private_Hugetlb", rollup.PrivateHugetlb), ("Swap", rollup.Swap),
            ("SwapPss", rollup.SwapPss), ("Locked", rollup.Locked),
        ];

        Assert.All(read, field => Assert.Equal(Kilobytes(field.Name) * KiB, field.Bytes));
        Assert.Equal(text.Length - 1, read.Length);
        Assert.Empty(rollup.UnknownFields);
    }

    [Fact]
    public void Uss_is_all_that_is_private_huge_pages_included()
    {
        var rollup = Fixtures.Tree("linux-6.1").Process(Fixtures.Written).SmapsRollup();

        Assert.Equal((8 + 212 + 2048) * KiB, rollup.Uss);
    }

    [Theory]
    [InlineData("linux-4.14", false, false, false)]
    [InlineData("linux-5.10", true, false, false)]
    [InlineData("linux-6.1", true, true, false)]
    [InlineData("linux-6.18", true, true, true)]
    public void A_figure_that_a_kernel_does_not_give_is_null(string kernel, bool pssAnon, bool pssDirty, bool ksm)
    {
        var pid = kernel == "linux-6.18" ? Fixtures.Python : Fixtures.Written;
        var rollup = Fixtures.Tree(kernel).Process(pid).SmapsRollup();

        Assert.Equal(pssAnon, rollup.PssAnon is not null);
        Assert.Equal(pssAnon, rollup.PssFile is not null);
        Assert.Equal(pssAnon, rollup.PssShmem is not null);
        Assert.Equal(pssAnon, rollup.FilePmdMapped is not null);
        Assert.Equal(pssDirty, rollup.PssDirty is not null);
        Assert.Equal(ksm, rollup.Ksm is not null);
        Assert.NotNull(rollup.SwapPss);
    }

    [Fact]
    public void Fields_of_a_newer_kernel_are_kept()
    {
        var text = Encoding.UTF8.GetString(Fixtures.Bytes("linux-6.1/42/smaps_rollup"));
        var rollup = Fixtures.Rollup(text.Replace("Swap: ", "Pss_Cold:            7 kB\nTier: fast, slow\nSwap: "));

        Assert.Equal([new("Pss_Cold", "7 kB"), new("Tier", "fast, slow")], rollup.UnknownFields);
        Assert.Equal("7 kB", rollup.UnknownFields["Pss_Cold"]);
        Assert.Null(rollup.UnknownFields["Rss"]);
        Assert.Equal(Fixtures.Rollup(text), rollup with { UnknownFields = default });
        Assert.NotEqual(Fixtures.Rollup(text), rollup);
    }

    [Fact]
    public void The_order_of_the_fields_does_not_matter()
    {
        var lines = Encoding.UTF8.GetString(Fixtures.Bytes("linux-6.1/42/smaps_rollup")).TrimEnd('\n').Split('\n');
        var reversed = string.Join('\n', [lines[0], .. lines.Skip(1).Reverse()]) + "\n";

        Assert.Equal(Fixtures.Rollup(string.Join('\n', lines) + "\n"), Fixtures.Rollup(reversed));
    }

    [Theory]
    [InlineData("       0", 0)]
    [InlineData("       7", 7)]
    [InlineData("12345678", 12_345_678)]
    [InlineData("99999999", 99_999_999)]
    [InlineData("100000000", 100_000_000)]
    [InlineData("00000042", 42)]
    [InlineData("42      ", null)]
    [InlineData("\t      42", 42)]
    [InlineData("      -1", null)]
    [InlineData("     4 2", null)]
    [InlineData("    4a 2", null)]
    [InlineData("      /1", null)]
    [InlineData("      :1", null)]
    [InlineData("      \u001d1", null)]
    [InlineData("        ", null)]
    public void A_figure_is_read_however_it_is_padded_and_what_is_none_is_kept_as_it_is(string number, int? kilobytes)
    {
        var text = Encoding.UTF8.GetString(Fixtures.Bytes($"linux-6.18/{Fixtures.Python}/smaps_rollup"));
        var (before, line) = (text.IndexOf("Referenced:"), text.Split('\n').Single(one => one.StartsWith("Referenced:")));
        var changed = text[..before] + line[..16] + number + " kB" + text[(before + line.Length)..];

        var (known, read) = (SmapsRollup.Parse(Encoding.UTF8.GetBytes(text), default), SmapsRollup.Parse(Encoding.UTF8.GetBytes(changed), default));

        Assert.Equal(kilobytes * KiB, read.Referenced);
        Assert.Equal(known with { Referenced = null }, read with { Referenced = null, UnknownFields = default });
        Assert.Equal(kilobytes is null ? 1 : 0, read.UnknownFields.Count);
    }

    [Fact]
    public void A_field_that_comes_twice_is_refused_wherever_it_is()
    {
        var lines = Encoding.UTF8.GetString(Fixtures.Bytes($"linux-6.18/{Fixtures.Python}/smaps_rollup")).TrimEnd('\n').Split('\n');
        for (var place = 1; place <= lines.Length; place++)
        {
            foreach (var twice in lines.Skip(1))
            {
                var text = string.Concat(lines.Take(place).Append(twice).Concat(lines.Skip(place)).Select(line => line + '\n'));
                Assert.Throws<ProcMalformedException>(() => SmapsRollup.Parse(Encoding.UTF8.GetBytes(text), default));
            }
        }
    }

    [Fact]
    public void A_sum_lacks_what_one_part_lacks()
    {
        var newer = Fixtures.Tree("linux-6.1").Process(Fixtures.Written).SmapsRollup();
        var older = Fixtures.Tree("linux-4.14").Process(Fixtures.Written).SmapsRollup();
        var sum = newer.Plus(older);

        Assert.Equal(2 * newer.Uss, sum.Uss);
        Assert.Equal(2 * newer.Swap, sum.Swap);
        Assert.Null(sum.PssAnon);
    }

    [Fact]
    public void Reading_a_rollup_allocates_nothing()
    {
        var text = Fixtures.Bytes($"linux-6.18/{Fixtures.DotNet}/smaps_rollup");
        var source = Fixtures.Source("smaps_rollup");

        Assert.Equal(0, Allocation.Of(() => SmapsRollup.Parse(text, source)));
    }
}
