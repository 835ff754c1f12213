using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

/// <content>Settings of the collector side by side, and workers of one parent.</content>
public sealed partial class Table
{
    private const string InPages = "Copied and USS growth: pages.";

    /// <summary>What each setting of the collector saves, one row each, and what saves most.</summary>
    /// <param name="whatIf">What <see cref="Lab.WhatIf.RunAsync"/> measured.</param>
    public static Table WhatIf(WhatIf whatIf) => Of(
        $"{whatIf} {InPages} Saved: pages by which the child's USS grows less than by default. Workers: how many would fit in the memory that was available before the start.",
        "GC", whatIf.Rows.Select(row => (row.Gc.Name, row)), MeasuredColumns.OfSettings, whatIf.Notes);

    /// <summary>What a parent and its workers take together, one row for each number of workers.</summary>
    /// <param name="workers">What <see cref="Lab.Workers.RunAsync"/> measured.</param>
    public static Table Workers(Workers workers)
    {
        var columns = MeasuredColumns.Of(workers);
        return Of(
            $"{Wording.Of(workers.Heap)}, {workers.RuntimeVersion}; each worker runs '{workers.Workload.Name}'. {workers} {InPages} {Lab.Workers.LeftOut}",
            columns[0].Title!, workers.Points.Select(point => (columns[0].Shown(point)!, point)), [.. columns.Skip(1)], workers.Notes);
    }

    private static Table Of<T>(string caption, string first, IEnumerable<(string Name, T Row)> rows, IEnumerable<MeasuredColumn<T>> columns, IEnumerable<string> notes)
    {
        List<MeasuredColumn<T>> shown = [.. columns.Where(column => column.Title is not null)];
        return new(
            caption, [new(first, IsNumber: false), .. shown.Select(column => new Column(column.Title!))],
            rows.Select(string[] (row) => [row.Name, .. shown.Select(column => column.Shown(row.Row) ?? Numbers.Missing)]), notes);
    }
}
