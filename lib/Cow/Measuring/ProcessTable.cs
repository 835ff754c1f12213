using System.Globalization;

namespace CowNotebooks.Cow.Measuring;

/// <summary>A list of processes as text: a row for each, the sums, and the notes below.</summary>
internal static class ProcessTable
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>Writes it to standard output.</summary>
    public static void Write(ProcessList list)
    {
        // Most machines have no such pages.
        var hugetlb = list.Processes.Any(process => process.HugetlbBytes > 0);
        string[] columns = ["USS", "+ Shared", "= PSS", .. Hugetlb("hugetlb"), "RSS", "Swap", "min_flt", "maj_flt", "PID"];
        var table = Terminal.Table(1, "MB", columns);
        foreach (var process in list.Processes)
        {
            Terminal.AddRow(
                table,
                [
                    Label(process), .. Parts(process.UssBytes, process.PssBytes), .. Hugetlb(Megabytes(process.HugetlbBytes)), Megabytes(process.RssBytes), Megabytes(process.SwapBytes),
                    Count(process.MinorFaults), Count(process.MajorFaults), Count(process.Pid),
                ]);
        }

        if (list.Processes.Count > 1)
            Terminal.AddRow(table, ["all", .. Parts(list.Total.UssBytes, list.Total.PssBytes), .. Hugetlb(Megabytes(list.Total.HugetlbBytes)), "", Megabytes(list.Total.SwapBytes)]);
        Terminal.WriteParagraph("Private (USS) + Shared = RAM used (PSS)");
        Terminal.Write(table);
        foreach (var note in Notes(list)) Terminal.WriteParagraph(note);

        string[] Hugetlb(string cell) => hugetlb ? [cell] : [];
    }

    private static IEnumerable<string> Notes(ProcessList list)
    {
        foreach (var note in list.Notes) yield return note;
        // A field that the kernel lacks is missing for every process, and is reported once.
        foreach (var group in list.Processes.Where(process => process.Note is not null).GroupBy(process => process.Note!))
            yield return $"{string.Join(", ", group.Take(3).Select(process => $"{process.Pid} ({process.Name})"))}{(group.Count() > 3 ? $" and {group.Count() - 3:N0} more" : "")}: {group.Key}";
        if (list.Processes.Count > 1 && list.Total.SwapBytes is null)
            yield return "Swap has no sum: this kernel does not say SwapPss (since Linux 4.3), and shared swap would be counted more than once.";
        if (list.Denied > 0) yield return $"{list.Denied:N0} more may not be read by this user: run as root, with CAP_SYS_PTRACE.";
    }

    /// <summary>USS, Shared and PSS, rounded so that the first two add up to the third as shown.</summary>
    private static string[] Parts(long? uss, long? pss)
    {
        var (tenthsOfUss, tenthsOfPss) = (Tenths(uss), Tenths(pss));
        return [Shown(tenthsOfUss), Shown(tenthsOfPss - tenthsOfUss), Shown(tenthsOfPss)];
    }

    private static string Megabytes(long? bytes) => Shown(Tenths(bytes));

    private static long? Tenths(long? bytes) => bytes is { } size ? (long)Math.Round(size / Megabyte * 10, MidpointRounding.AwayFromZero) : null;

    private static string Shown(long? tenths) => tenths is { } known ? (known / 10.0).ToString("N1", CultureInfo.InvariantCulture) : "-";

    private static string Count(long? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static string Label(ProcessMemory process)
    {
        const int most = 16;
        var name = new string(' ', Math.Min(process.Depth, 8)) + Terminal.Printable(process.Name);
        return name.Length <= most ? name : $"{name[..(most - 1)]}…";
    }
}
