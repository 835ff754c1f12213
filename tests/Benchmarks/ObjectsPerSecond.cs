using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace CowNotebooks.Benchmarks;

/// <summary>Objects in the graph divided by the mean time, in millions.</summary>
internal sealed class ObjectsPerSecond : IColumn
{
    public string Id => nameof(ObjectsPerSecond);

    public string ColumnName => "Mobjects/s";

    public string Legend => "Millions of objects of the graph per second";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        var nanoseconds = summary[benchmarkCase]?.ResultStatistics?.Mean;
        return nanoseconds is null ? "NA" : $"{(int)benchmarkCase.Parameters["Count"] / nanoseconds * 1000:F2}";
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;
}
