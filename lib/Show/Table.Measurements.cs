using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

public sealed partial class Table
{
    private const string Kilobyte = "1 kB is 1,024 bytes.";

    // The columns of smem, then the page faults, then what is newer.
    private static readonly Column[] OfProcess = [new("", IsNumber: false), .. FigureTable.OfProcess.Select(figure => new Column(figure.Heading))];

    /// <summary>One process at two moments, and by how much it grew; the columns of smem, with the page faults.</summary>
    /// <param name="before">Earlier.</param>
    /// <param name="after">Later.</param>
    public static Table BeforeAfter(Measurement before, Measurement after) =>
        new($"Memory of one process. {Kilobyte}", OfProcess, BeforeAfterRows(before, after),
            FigureTable.OfProcess.Select(figure => figure.WhyMissing(before) ?? figure.WhyMissing(after)).OfType<string>());

    /// <summary>The child of an experiment before its first slice and after its last, with the report's warnings below.</summary>
    /// <param name="report">The report; when the child did not come to the end, what came after is missing.</param>
    public static Table BeforeAfter(Report report) => new(
        $"The child ({Wording.Sentence(report)}) before and after. {Kilobyte}", OfProcess, BeforeAfterRows(report.Before.Child, report.After?.Child), report.Warnings);

    /// <summary>Processes that share memory; the columns of ps_mem: Private + Shared = RAM used.</summary>
    /// <param name="processes">The processes, all measured at the same moment.</param>
    public static Table RamUsed(params Measurement[] processes) => new(
        $"Private is USS, shared is PSS without USS: a page that n processes share counts 1/n for each. {Kilobyte}",
        [new("PID", IsNumber: false), new("Private kB"), new("+ Shared kB"), new("= RAM used kB")],
        [
            .. processes.Select(process => RamRow(Pid(process), process.UssBytes, process.PssBytes)),
            RamRow("together", processes.Sum(process => process.UssBytes), processes.Sum(process => process.PssBytes)),
        ],
        []);

    /// <summary>A parent and its first child, for each number of children.</summary>
    /// <param name="points">What <see cref="Lab.Sharing.MeasureAsync"/> measured.</param>
    public static Table Sharing(IReadOnlyList<Sharing> points) => new(
        $"K children share the parent's pages. {Kilobyte}",
        [new("Children K"), new("Parent USS kB"), new("Parent PSS kB"), new("Child USS kB"), new("Child PSS kB"), new("Child RSS kB"), new("Child RSS/(K+1) kB")],
        points.Select(string[] (point) =>
        [
            Numbers.Count(point.Children), Numbers.Kilobytes(point.Parent.UssBytes), Numbers.Kilobytes(point.Parent.PssBytes),
            Numbers.Kilobytes(point.FirstChild.UssBytes), Numbers.Kilobytes(point.FirstChild.PssBytes), Numbers.Kilobytes(point.FirstChild.RssBytes),
            Numbers.Kilobytes(point.FirstChild.RssBytes / (point.Children + 1)),
        ]),
        []);

    /// <summary>One process at one moment.</summary>
    internal static Table Of(Measurement process) => new(
        $"Memory of process {Pid(process)}. {Kilobyte}", OfProcess, [Row("", figure => process[figure])], FigureTable.OfProcess.Select(figure => figure.WhyMissing(process)).OfType<string>());

    private static IEnumerable<IReadOnlyList<string>> BeforeAfterRows(Measurement before, Measurement? after)
    {
        yield return Row("before", figure => before[figure]);
        yield return Row("after", figure => after?[figure]);
        yield return Row("growth", figure => after?[figure] - before[figure]);
    }

    private static string[] Row(string name, Func<ProcessFigure, long?> value) =>
        [name, .. FigureTable.OfProcess.Select(figure => Numbers.Count(figure.Shown(value(figure))))];

    private static string[] RamRow(string name, long uss, long pss) =>
        [name, Numbers.Kilobytes(uss), Numbers.Kilobytes(pss - uss), Numbers.Kilobytes(pss)];

    // A measurement that was recorded in a file has no process any more.
    private static string Pid(Measurement process) => process.Pid > 0 ? $"{process.Pid}" : "recorded";
}
