using System.Globalization;
using System.Text;
using CowNotebooks.Procfs;

namespace CowNotebooks.Fuzz.Targets;

/// <summary>Texts of /proc. Each figure that is read is compared with what a plain search of the text finds.</summary>
internal static class ProcTargets
{
    private static readonly string[] Vital = ["Rss", "Pss", "Shared_Clean", "Shared_Dirty", "Private_Clean", "Private_Dirty", "Swap"];

    private static readonly IReadOnlyList<byte[]> Pieces = Corpus.Of(
        ":", " (", ") ", " kB", "kB", "[rollup]", " (deleted)", "\\012", "Rss: 1 kB\n", "Private_Dirty:  4 kB\n", "Swap: 0 kB\n", "New_Field: 3 pages\n", "1000-2000 rw-p 00000000 00:00 0 \n",
        "7ffff7fff000-7ffff8000000 rw-p 00000000 00:00 0\nRss: 4 kB\nPrivate_Dirty: 4 kB\n", "ffffffffffffffff", "18446744073709551616", "VmRSS:\t 4 kB\n", "Pid:\t1\n", "Uid:\t0\t0\t0\t0\n");

    public static IEnumerable<FuzzTarget> All =>
    [
        Of("smaps", text => Check(text, Smaps.Parse(text, Source("smaps")))),
        Of("smaps_rollup", text => Check(Lines(text), 1, SmapsRollup.Parse(text, Source("smaps_rollup")))),
        Of("maps", text => Check(text, Maps.Parse(text, Source("maps")))),
        Of("stat", text => Check(text, ProcStat.Parse(text, Source("stat")))),
        Of("status", text => Check(text, ProcStatus.Parse(text, Source("status")))),
        Of("meminfo", text => Check(text, Meminfo.Parse(text, Source("meminfo")))),
    ];

    private static FuzzTarget Of(string file, Action<byte[]> read) => new(file, Corpus.Proc(file), read, typeof(ProcException)) { Pieces = Pieces };

    private static ProcSource Source(string file) => new($"/proc/42/{file}", 42);

    private static void Check(byte[] text, Smaps smaps)
    {
        var lines = Lines(text);
        Ascend(smaps.Select(smap => smap.Map));
        WrongFigureException.ThrowUnlessEqual("The number of mappings", lines.Count(IsHead), smaps.Count);
        Check(lines, smaps.Count, smaps.Total());
        WrongFigureException.ThrowUnlessEqual("The sum of Rss", smaps.Total().Rss, smaps.Aggregate((long?)0, (sum, smap) => sum + smap.Counters.Rss));
        foreach (var smap in smaps) _ = (smap.Size, smap.THPeligible, smap.VmFlags, smap.Counters.UnknownFields.ToString());
    }

    /// <summary>A figure is the sum of as many lines as there are mappings, or null.</summary>
    private static void Check(string[] lines, int mappings, SmapsRollup rollup)
    {
        long?[] figures = [rollup.Rss, rollup.Pss, rollup.SharedClean, rollup.SharedDirty, rollup.PrivateClean, rollup.PrivateDirty, rollup.Swap];
        foreach (var (name, figure) in Vital.Zip(figures))
        {
            var found = lines.Where(line => !IsHead(line)).Select(line => Kilobytes(line, name)).OfType<long>().ToList();
            if (figure is { } read) WrongFigureException.ThrowUnlessEqual(name, (found.Sum() * 1024, mappings), (read, found.Count));
            else if (found.Count == mappings) throw new WrongFigureException($"{name} is missing, and each mapping has it.");
        }

        if (rollup is { PrivateClean: { } clean, PrivateDirty: { } dirty }) WrongFigureException.ThrowUnlessEqual("USS", clean + dirty + (rollup.PrivateHugetlb ?? 0), rollup.Uss);
    }

    private static void Check(byte[] text, Maps maps)
    {
        Ascend(maps);
        WrongFigureException.ThrowUnlessEqual("The number of mappings", Lines(text).Length, maps.Count);
        foreach (var map in maps) _ = (map.Path, map.IsDeleted, map.IsKernelsOwn, map.IsPrivate);
    }

    private static void Ascend(IEnumerable<MemoryMap> maps)
    {
        ulong end = 0;
        foreach (var map in maps)
        {
            if (map.Start < end) throw new WrongFigureException($"The mapping at {map.Start:x} begins before the end of the one before it, {end:x}.");
            end = map.End;
        }
    }

    private static void Check(byte[] text, ProcStat stat)
    {
        var line = Encoding.Latin1.GetString(text);
        var words = line[(line.LastIndexOf(") ", StringComparison.Ordinal) + 2)..].TrimEnd('\n').Split(' ');
        WrongFigureException.ThrowUnlessEqual("The state", words[0][0], stat.State);
        WrongFigureException.ThrowUnlessEqual("minflt", long.Parse(words[7], CultureInfo.InvariantCulture), stat.MinorFaults);
        WrongFigureException.ThrowUnlessEqual("majflt", long.Parse(words[9], CultureInfo.InvariantCulture), stat.MajorFaults);
        _ = (stat.Comm, stat.GetHashCode(), stat.UnknownFields.ToString());
    }

    private static void Check(byte[] text, ProcStatus status) => Check(text, ("VmRSS", status.VmRSS), ("VmPTE", status.VmPTE), ("VmSwap", status.VmSwap));

    private static void Check(byte[] text, Meminfo meminfo) => Check(text, ("MemTotal", meminfo.MemTotal), ("MemAvailable", meminfo.MemAvailable), ("PageTables", meminfo.PageTables));

    private static void Check(byte[] text, params (string Name, long? Figure)[] figures)
    {
        var lines = Lines(text);
        foreach (var (name, figure) in figures)
        {
            var found = lines.Select(line => Kilobytes(line, name)).OfType<long>().ToList();
            if (figure is { } read) WrongFigureException.ThrowUnlessEqual(name, (found[0] * 1024, 1), (read, found.Count));
            else if (found.Count == 1) throw new WrongFigureException($"{name} is missing, and the text has it.");
        }
    }

    private static string[] Lines(byte[] text) => Encoding.Latin1.GetString(text).Split('\n')[..^1];

    // fs/proc/task_mmu.c, show_vma_header_prefix.
    private static bool IsHead(string line)
    {
        var words = line.Split(' ');
        return words.Length > 1 && words[0].Split('-') is [{ Length: > 0 } start, { Length: > 0 } end] && (start + end).All(char.IsAsciiHexDigitLower);
    }

    private static long? Kilobytes(string line, string name) =>
        line.Split(':', 2) is [var before, var after] && before.Trim(' ', '\t') == name && after.Trim(' ', '\t') is var value && value.EndsWith(" kB", StringComparison.Ordinal)
            && value[..^3].All(char.IsAsciiDigit) && long.TryParse(value[..^3], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1L << 47 ? number : null;
}
