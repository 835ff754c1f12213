using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Measuring;

/// <summary>Settings and workers for a person, in 80 columns.</summary>
internal static class WorkersText
{
    public static void Write(WhatIf whatIf)
    {
        var of = whatIf.Default;
        Terminal.WriteParagraph($"{of.RuntimeVersion}: {FigureText.Of(of.Heap)}; the child runs '{of.Workload.Name}', under each setting of the collector");
        Console.WriteLine();
        Write("gc", whatIf.Rows.Select(row => (row.Gc.Name, row)), MeasuredColumns.OfSettings);
        Terminal.WriteParagraph(whatIf.ToString());
        Terminal.WriteParagraph("saved: pages by which the child's USS grows less than by default. workers: how many would fit in the memory that was available before the start.");
        foreach (var note in whatIf.Notes) Terminal.WriteParagraph($"! {note}", indent: 2);
    }

    public static void Write(Workers workers)
    {
        Terminal.WriteParagraph($"{workers.RuntimeVersion}: {FigureText.Of(workers.Heap)}; each worker runs '{workers.Workload.Name}' (gc {workers.Gc.Name})");
        Console.WriteLine();
        var columns = MeasuredColumns.Of(workers);
        Write(columns[0].Title!, workers.Points.Select(point => (columns[0].Shown(point)!, point)), [.. columns.Skip(1)]);
        Terminal.WriteParagraph(workers.ToString());
        if (workers.Anonymous.Value is { Agrees: true } memory)
            Terminal.WriteParagraph($"Checked: {memory.FrameBytes / 1024:N0} kB of anonymous memory by page frames, each counted once, and {memory.PssBytes / 1024:N0} kB by the sum of PSS.");
        Terminal.WriteParagraph(Workers.LeftOut);
        foreach (var note in workers.Notes) Terminal.WriteParagraph($"! {note}", indent: 2);
    }

    private static void Write<T>(string first, IEnumerable<(string Name, T Row)> rows, IReadOnlyList<MeasuredColumn<T>> columns)
    {
        List<MeasuredColumn<T>> shown = [.. columns.Where(column => column.Title is not null)];
        var table = Terminal.Table(2, first, [.. shown.Select(column => column.Title!)]);
        foreach (var (name, row) in rows) Terminal.AddRow(table, [name, .. shown.Select(column => column.Shown(row) ?? FigureText.Missing)]);
        Terminal.Write(table);
    }
}
