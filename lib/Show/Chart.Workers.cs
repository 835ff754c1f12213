using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

/// <content>Settings of the collector side by side, and workers of one parent.</content>
public sealed partial class Chart
{
    /// <summary>What a child copies, and by how much its USS grows, under each setting of the collector; in pages.</summary>
    /// <param name="whatIf">What <see cref="Lab.WhatIf.RunAsync"/> measured; settings that are not to be had are left out.</param>
    public static Chart WhatIf(WhatIf whatIf)
    {
        List<WhatIfRow> rows = [.. whatIf.Rows.Where(row => row.Run is not null)];
        object[] names = [.. rows.Select(row => row.Gc.Name)];
        var copied = new Series("copied", Look.Bar, Palette.Pss, names, [.. rows.Select(row => (double?)row.Run!.Copied?.Count)]);
        List<double?> grown = [.. rows.Select(row => (double?)row.UssGrowthPages)];
        return new Chart($"'{whatIf.Default.Workload.Name}' under each setting of the collector", Findings.Extremes(names, grown, "pages of USS"), "setting of the collector", "pages (count)",
        [
            .. copied.Y.Any(pages => pages is not null) ? [copied] : Array.Empty<Series>(),
            new Series("growth of USS", Look.Bar, Palette.Uss, names, grown),
        ]);
    }

    /// <summary>The RAM of a parent and its workers against their number, as measured, and the line through it; in MB of 1,024 kB.</summary>
    /// <param name="workers">What <see cref="Lab.Workers.RunAsync"/> measured.</param>
    public static Chart Workers(Workers workers)
    {
        object[] counts = [.. workers.Points.Select(point => (object)point.Workers.Count)];
        var point = Findings.FirstAndLast("RAM", [.. workers.Points.Select(point => ($"with K = {point.Workers.Count}", Numbers.Megabytes(point.RamBytes)))], "MB");
        return new Chart("What a parent and K workers take together", point, "workers K (count)", "RAM (MB)",
            new Series("sum of PSS, measured", Look.Mark, Palette.Pss, counts, [.. workers.Points.Select(point => Numbers.Megabytes(point.RamBytes))]),
            new Series("shared + K x private", Look.Line, Palette.Uss, counts, [.. workers.Points.Select(point => Numbers.Megabytes(workers.Ram.At(point.Workers.Count)))]));
    }
}
