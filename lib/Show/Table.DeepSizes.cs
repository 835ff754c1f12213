using CowNotebooks.Forking;
using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Sizing;

namespace CowNotebooks.Show;

public sealed partial class Table
{
    private const string Completed = "completed";

    /// <summary>Experiments side by side, one row each, in pages.</summary>
    /// <param name="reports">The reports, in order.</param>
    public static Table Compare(params Report[] reports)
    {
        // How they ended is worth a column only when one of them did not just come to its end.
        var endings = reports.Any(report => Ending(report) != Completed);
        return new(
            $"What the child copied. A page is {Figures.Count(Run.PageSize)} bytes; an identical page is copied, yet not one byte differs. Faults are minor faults, less those of a child that does nothing.",
            [
                new("Runtime", IsNumber: false), new("Workload", IsNumber: false), new("GC", IsNumber: false), new("Predicted pages"), new("Copied pages"),
                new("Identical pages"), new("USS growth pages"), new("Faults less no-op"), .. endings ? [new Column("Outcome", IsNumber: false)] : Array.Empty<Column>(),
            ],
            reports.Select(string[] (report) =>
            [
                report.Runtime, report.Workload.Name, report.Gc.Name, Figures.Count(report.PredictedPages), Figures.Count(report.CopiedPages),
                Figures.Count(report.IdenticalPages), Figures.Count(report.UssGrowthPages), Figures.Count(report.MinorFaultGrowth - report.NoopMinorFaults),
                .. endings ? [Ending(report)] : Array.Empty<string>(),
            ]),
            reports.SelectMany(report => report.Warnings.Select(warning => (report.Workload.Name, Warning: warning)))
                .GroupBy(note => note.Warning, note => note.Name)
                .Select(note => note.Count() == reports.Length ? note.Key : $"{string.Join(", ", note.Distinct())}: {note.Key}"));
    }

    /// <summary>How big a heap is: its objects by type, together, and the shallow size, of the root alone.</summary>
    /// <param name="heap">What <see cref="Laboratory.AllocateAsync"/> or <see cref="Laboratory.SizeAsync"/> returned.</param>
    public static Table DeepSize(AllocatedHeap heap) => DeepSize($"Deep size of {Figures.Of(heap.Heap)}.", heap.DeepSize, []);

    /// <summary>How big the heap of an experiment was.</summary>
    /// <param name="report">The report; one read from a file is marked.</param>
    public static Table DeepSize(Report report) => DeepSize(
        $"Deep size of {Figures.Of(report.Heap)}, {report.RuntimeVersion}.", report.DeepSize, report.Recorded is null ? [] : [$"Not measured now: {report.Recorded}"]);

    /// <summary>How big an object of this process is.</summary>
    /// <param name="size">What <see cref="Sizing.DeepSize.Of"/> returned.</param>
    public static Table DeepSize(SizeReport size) => DeepSize(
        $"Deep size of an object of this process, on {Figures.Count(size.DistinctPages)} pages.",
        new HeapSize(size.Objects, size.Bytes, size.ShallowBytes, size.ByType),
        [.. size.StoppedAt.Select(type => $"Not counted and not followed, since it belongs to the runtime: {type}.")]);

    private static Table DeepSize(string caption, HeapSize? size, IReadOnlyList<string> notes) => new(
        caption,
        [new("Type", IsNumber: false), new("Objects"), new("Bytes")],
        size is null
            ? [["together", Figures.Missing, Figures.Missing]]
            :
            [
                .. size.ByType.Select(string[] (type) => [type.Type, Figures.Count(type.Objects), Figures.Count(type.Bytes)]),
                (string[])["together (deep)", Figures.Count(size.Objects), Figures.Count(size.Bytes)],
                (string[])["the root alone (shallow)", Figures.Count(1), Figures.Count(size.ShallowBytes)],
            ],
        size is null ? ["This runtime does not say how big its objects are.", .. notes] : notes);

    private static string Sentence(Report report) =>
        $"{report.RuntimeVersion}, {Figures.Of(report.Heap)}, {report.Workload.Name}, gc {report.Gc.Name}";

    private static string Ending(Report report) => report.Outcome switch
    {
        { IsCompleted: true } => report.Recorded is null ? Completed : "recorded",
        Killed killed => $"killed by {killed.Signal}",
        Exited exited => $"exited with {exited.Code}",
        Raised raised => raised.Message,
        var other => other.GetType().Name,
    };
}
