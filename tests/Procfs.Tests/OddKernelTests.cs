using System.Text;

namespace CowNotebooks.Procfs.Tests;

/// <summary>Kernels that lack fields, have others, or write figures that cannot be.</summary>
public class OddKernelTests
{
    private static readonly string[] s_lines = Encoding.UTF8.GetString(Fixtures.Bytes("linux-6.18/8405/smaps_rollup")).TrimEnd('\n').Split('\n');

    /// <summary>Every field of a rollup of today.</summary>
    public static TheoryData<string> Fields => [.. s_lines.Skip(1).Select(line => line.Split(':')[0])];

    [Theory]
    [MemberData(nameof(Fields))]
    public void Each_field_that_a_kernel_lacks_is_null_and_all_others_are_as_they_were(string field)
    {
        var (whole, without) = (Figures(Fixtures.Rollup(Text(s_lines))), Figures(Fixtures.Rollup(Text(s_lines.Where(line => !line.StartsWith(field + ":"))))));

        Assert.Null(without[field]);
        Assert.Equal(whole.Remove(field), without.Remove(field));
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_kernel_that_has_one_field_alone_gives_that_one(string field)
    {
        var one = Figures(Fixtures.Rollup(Text([s_lines[0], s_lines.Single(line => line.StartsWith(field + ":"))])));

        Assert.Equal([field], one.Where(figure => figure.Value is not null).Select(figure => figure.Key));
    }

    [Fact]
    public void Without_its_private_pages_a_process_has_no_USS_rather_than_none() =>
        Assert.Null(Fixtures.Rollup(Text(s_lines.Where(line => !line.StartsWith("Private_Dirty:")))).Uss);

    [Theory]
    [InlineData("Referenced")]
    [InlineData("Locked")]
    [InlineData("AnonHugePages")]
    [InlineData("KSM")]
    [InlineData("SwapPss")]
    public void A_figure_that_wrapped_around_is_null_and_kept_as_it_stands_where_USS_PSS_RSS_and_Swap_do_not_need_it(string field)
    {
        var rollup = Fixtures.Rollup(Text(s_lines.Select(line => line.StartsWith(field + ":") ? $"{field}: 18014398509481984 kB" : line)));

        Assert.Null(Figures(rollup)[field]);
        Assert.Equal([new(field, "18014398509481984 kB")], rollup.UnknownFields);
        Assert.NotNull(rollup.Uss);
    }

    [Fact]
    public void Counters_without_a_unit_or_with_a_blank_in_their_name_are_kept_as_unknown()
    {
        var rollup = Fixtures.Tree("odd-future").Process(Fixtures.Written).SmapsRollup();

        Assert.Equal([new("Guard_Pages", "3"), new("Large Folios", "8 kB")], rollup.UnknownFields);
        Assert.Equal((100 * 1024L, 50 * 1024L, 50 * 1024L, 0L), (rollup.Rss, rollup.Pss, rollup.Uss, rollup.Swap));
        Assert.Null(rollup.SwapPss);
    }

    [Fact]
    public void Mappings_with_such_counters_stay_apart()
    {
        var text = Encoding.UTF8.GetString(Fixtures.Bytes("linux-6.1/42/smaps")).Replace("VmFlags:", "Large Folios:     8 kB\nGuard_Pages:    3\nVmFlags:");
        var maps = Smaps.Parse(Encoding.UTF8.GetBytes(text), Fixtures.Source("smaps"));

        Assert.Equal(Fixtures.Tree("linux-6.1").Process(Fixtures.Written).Smaps().Select(smap => smap.Map), maps.Select(smap => smap.Map));
        Assert.All(maps, smap => Assert.Equal("8 kB", smap.Counters.UnknownFields["Large Folios"]));
    }

    [Fact]
    public void Mappings_that_say_nothing_but_their_Pss_are_summed()
    {
        var smaps = Fixtures.Tree("odd-wsl1").Process(Fixtures.Written).Smaps();

        Assert.Equal(2, smaps.Count);
        Assert.Equal(1024, smaps.Total().Pss);
        Assert.Null(smaps.Total().Rss);
        Assert.Null(smaps[0].Size);
    }

    [Fact]
    public void Linux_3_10_sums_its_mappings_and_lacks_what_is_younger()
    {
        var process = Fixtures.Tree("linux-3.10").Process(Fixtures.Written);
        var younger = Fixtures.Tree("linux-4.9").Process(Fixtures.Written).SmapsRollup();

        Assert.False(process.HasSmapsRollup);
        Assert.Equal(younger with { SwapPss = null, PrivateHugetlb = null, SharedHugetlb = null, ShmemPmdMapped = null }, process.SmapsRollup());
        Assert.Equal(younger.Private, process.SmapsRollup().Uss);
    }

    [Fact]
    public void A_figure_that_is_needed_is_missed_by_its_name()
    {
        var process = Fixtures.Tree("odd-wsl1").Process(Fixtures.Written);

        var error = Assert.Throws<ProcFieldMissingException>(() => process.Required(process.SmapsRollup().Rss, "smaps", "Rss"));

        Assert.StartsWith("This kernel does not say Rss in ", error.Message);
        Assert.Equal("Rss", error.Field);
    }

    [Fact]
    public void A_last_mapping_with_only_the_first_fields_of_the_others_was_cut_off()
    {
        var text = Fixtures.Bytes("odd-wsl1/42/smaps").AsSpan();
        var cut = text[..(text.LastIndexOf("Pss:"u8))].ToArray();

        Assert.Contains("lacks the field Pss", Assert.Throws<ProcTruncatedException>(() => Smaps.Parse(cut, Fixtures.Source("smaps"))).Cause);
    }

    [Fact]
    public void Each_line_that_an_smaps_of_Linux_is_cut_before_is_either_a_mapping_s_first_or_said_to_be_cut()
    {
        var text = Encoding.UTF8.GetString(Fixtures.Bytes("linux-6.1/42/smaps"));
        var lines = text.TrimEnd('\n').Split('\n');
        var second = Array.FindIndex(lines, 1, line => char.IsAsciiHexDigitLower(line[0]) || char.IsAsciiDigit(line[0]));
        for (var count = second + 1; count < lines.Length; count++)
        {
            var error = Outcome.Of(Parsers.For("smaps")!, Encoding.UTF8.GetBytes(Text(lines.Take(count))));
            if (char.IsAsciiLetterUpper(lines[count][0])) Assert.IsType<ProcTruncatedException>(error);
            else Assert.Null(error);
        }
    }

    [Fact]
    public void A_rollup_that_ends_after_its_head_was_cut_off() => Assert.Throws<ProcTruncatedException>(() => Fixtures.Rollup(s_lines[0] + "\n"));

    [Fact]
    public void Of_a_machine_s_memory_is_null_what_cannot_be_and_the_rest_is_read()
    {
        var memory = Fixtures.Tree("odd-wsl1").Meminfo();

        Assert.Null(memory.MemAvailable);
        Assert.Null(memory.SwapFree);
        Assert.Equal("18014396678257232 kB", memory.UnknownFields["SwapFree"]);
        Assert.Equal((16650324L * 1024, 14942208L * 1024), (memory.MemTotal, memory.SwapTotal));
    }

    [Theory]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(22)]
    [InlineData(23)]
    public void A_stat_with_fewer_fields_gives_those_that_it_has(int fields)
    {
        var words = "42 (a) S 1 42 42 0 -1 4194304 100 0 1 0 5 2 0 0 20 0 1 0 1000 104857600 1912".Split(' ');

        var stat = ProcStat.Parse(Encoding.UTF8.GetBytes(string.Join(' ', words.Take(fields)) + "\n"), Fixtures.Source("stat"));

        Assert.Equal((100, 1), (stat.MinorFaults, stat.MajorFaults));
        Assert.Equal(fields >= 14, stat.UserTicks is not null);
        Assert.Equal(fields >= 22, stat.StartTicks is not null);
        Assert.Null(stat.RssPages);
    }

    [Fact]
    public void A_stat_without_its_faults_names_the_field()
    {
        var error = Assert.Throws<ProcFieldMissingException>(() => ProcStat.Parse("42 (a) S 1 42 42 0 -1 4194304\n"u8, Fixtures.Source("stat")));

        Assert.Equal("field 10", error.Field);
    }

    private static string Text(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, long?> Figures(SmapsRollup rollup) => System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(
        new Dictionary<string, long?>
        {
            ["Rss"] = rollup.Rss,
            ["Pss"] = rollup.Pss,
            ["Pss_Dirty"] = rollup.PssDirty,
            ["Pss_Anon"] = rollup.PssAnon,
            ["Pss_File"] = rollup.PssFile,
            ["Pss_Shmem"] = rollup.PssShmem,
            ["Shared_Clean"] = rollup.SharedClean,
            ["Shared_Dirty"] = rollup.SharedDirty,
            ["Private_Clean"] = rollup.PrivateClean,
            ["Private_Dirty"] = rollup.PrivateDirty,
            ["Referenced"] = rollup.Referenced,
            ["Anonymous"] = rollup.Anonymous,
            ["KSM"] = rollup.Ksm,
            ["LazyFree"] = rollup.LazyFree,
            ["AnonHugePages"] = rollup.AnonHugePages,
            ["ShmemPmdMapped"] = rollup.ShmemPmdMapped,
            ["FilePmdMapped"] = rollup.FilePmdMapped,
            ["Shared_Hugetlb"] = rollup.SharedHugetlb,
            ["Private_Hugetlb"] = rollup.PrivateHugetlb,
            ["Swap"] = rollup.Swap,
            ["SwapPss"] = rollup.SwapPss,
            ["Locked"] = rollup.Locked,
        });
}
