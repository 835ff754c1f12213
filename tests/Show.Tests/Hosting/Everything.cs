using System.Reflection;
using CowNotebooks.Show;

namespace CowNotebooks.Tests.Show.Hosting;

/// <summary>Everything that Show can show, as the cells that make it.</summary>
internal static class Everything
{
    /// <summary>What the cells below use.</summary>
    public const string Preparation = """
        var report  = Recordings.Load("../data/cpython-iterate.csv");
        var sharing = new[] { new Sharing(1, report.Before.Parent, report.Before.Child), new Sharing(2, report.Before.Parent, report.Before.Child) };
        var heap    = new AllocatedHeap(report.Heap, report.DeepSize);
        var lab     = await Laboratory.OpenAsync();
        await lab.AllocateAsync(Heap.BoxedIntegers(10_000));
        var child   = await lab.ForkAsync();
        var run     = await child.RunAsync(Workload.Refcount, slices: 2);
        var parent  = await lab.RunAsync(Workload.Refcount);
        var family  = Attach.To(child.Pid);
        await child.DisposeAsync();
        await lab.DisposeAsync();
        var comparison = await Comparison.RunAsync(Workload.Iterate, 10_000, [Runtime.DotNet], ["default"]);
        var workers = await Workers.RunAsync(Runtime.DotNet, Heap.BoxedIntegers(10_000), Workload.Refcount, 2);
        var whatIf  = new WhatIf(workers, []);
        """;

    /// <summary>For each factory method, a cell that calls it.</summary>
    public static IReadOnlyDictionary<string, string> Cells { get; } = new Dictionary<string, string>
    {
        ["Chart.Agreement(Report[])"] = "Chart.Agreement(report)",
        ["Chart.Compare(Report[])"] = "Chart.Compare(report, report)",
        ["Chart.Compare(Report[], Nullable`1, Report)"] = "Chart.Compare([report, report], 7000, report)",
        ["Chart.Compare(Comparison)"] = "Chart.Compare(comparison)",
        ["Chart.DeepSizes(AllocatedHeap[])"] = "Chart.DeepSizes(heap, heap)",
        ["Chart.DeepSizes(Report[])"] = "Chart.DeepSizes(report)",
        ["Chart.Faults(ValueTuple`2[])"] = "Chart.Faults((\"child\", run.Faults), (\"parent\", parent.Faults))",
        ["Chart.Growth(Report, Nullable`1)"] = "Chart.Growth(report)",
        ["Chart.Growth(Run, Nullable`1)"] = "Chart.Growth(report.Run, 7000)",
        ["Chart.Growth(RunProgress)"] = "Chart.Growth(new RunProgress(report.Workload, report.Run.Slices, report.Run.Points, report.Run.Prediction))",
        ["Chart.MinorFaults(Report)"] = "Chart.MinorFaults(report)",
        ["Chart.MinorFaults(Run)"] = "Chart.MinorFaults(report.Run)",
        ["Chart.PageMap(Run)"] = "Chart.PageMap(run)",
        ["Chart.Ram(ValueTuple`2[])"] = "Chart.Ram((\"now\", family))",
        ["Chart.Sharing(IReadOnlyList`1)"] = "Chart.Sharing(sharing)",
        ["Chart.Sizes(Report[], String, Nullable`1)"] = "Chart.Sizes([report, report], \"every n-th box (n)\", 7000)",
        ["Chart.Sweep(String, Report[], Func`2, Nullable`1)"] = "Chart.Sweep(\"numbers written\", [report, report], written => written / 128.0, 7000)",
        ["Chart.WhatIf(WhatIf)"] = "Chart.WhatIf(whatIf)",
        ["Chart.Workers(Workers)"] = "Chart.Workers(workers)",
        ["Chart.Words(Run[])"] = "Chart.Words(run)",
        ["Chart.get_NotStarted()"] = "Chart.NotStarted",
        ["Check.Exercise(T, Func`2, String)"] = "Check.Exercise(\"ab\", answer => answer.Length < 3, \"It is short.\")",
        ["Check.Exercise(Run, Func`2, String)"] = "Check.Exercise(report.Run with { Workload = Workload.Own(\"1\") }, one => true, \"It was tried.\")",
        ["Check.Holds(Boolean, String)"] = "Check.Holds(1 < 2, \"One is less than two.\")",
        ["Check.Size(Int64, Int64, Int64, String)"] = "Check.Size(1_000, bytesEach: 64)",
        ["Check.Solution(Int32, String)"] = "Check.Solution(4)",
        ["Check.That(Nullable`1, Run)"] = "Check.That(1953, report.Run)",
        ["Check.That(Nullable`1, Report)"] = "Check.That(1953, report)",
        ["Check.That(Nullable`1, Nullable`1, String, ValueTuple`2[])"] = "Check.That(7, 9, \"pages\", (7, \"You left out two.\"))",
        ["Check.That(String, String, ValueTuple`2[])"] = "Check.That(\"lock\", \"hash\", (\"lock\", \"Not every lock.\"))",
        ["Picture.Family()"] = "Picture.Family()",
        ["Picture.Family(Family)"] = "Picture.Family(family)",
        ["Picture.FaultPath()"] = "Picture.FaultPath()",
        ["Picture.FaultPath(FaultTrace, FaultCause)"] =
            "Picture.FaultPath(new CowNotebooks.Lab.Faults.FaultTrace([], 0, true) { Examples = [new(default, 4096, default, \"[heap]\", \"word\", \"code\", null)] }, default)",
        ["Picture.FaultPath(Run)"] = "Picture.FaultPath(run)",
        ["Picture.Fork(Int32)"] = "Picture.Fork(2)",
        ["Picture.Object(AllocatedHeap, Word)"] = "Picture.Object(heap, Word.ReferenceCount)",
        ["Picture.PageTables(Run)"] = "Picture.PageTables(run)",
        ["Table.BeforeAfter(Measurement, Measurement)"] = "Table.BeforeAfter(report.Before.Child, report.After.Child)",
        ["Table.BeforeAfter(Report)"] = "Table.BeforeAfter(report)",
        ["Table.Beside(String, String, Report, ValueTuple`2[])"] = "Table.Beside(\"the post\", \"../data/post-2016.csv\", report, (\"USS kB\", \"Another interpreter.\"))",
        ["Table.Compare(Comparison)"] = "Table.Compare(comparison)",
        ["Table.Compare(Report[])"] = "Table.Compare(report)",
        ["Table.Compare(Run[])"] = "Table.Compare(report.Run)",
        ["Table.Compare(ValueTuple`2[])"] = "Table.Compare((\"mine\", report.Run))",
        ["Table.CopiedTypes(Run)"] = "Table.CopiedTypes(run)",
        ["Table.Csv(String)"] = "Table.Csv(\"../data/cpython-iterate.csv\")",
        ["Table.DeepSize(AllocatedHeap)"] = "Table.DeepSize(heap)",
        ["Table.DeepSize(Report)"] = "Table.DeepSize(report)",
        ["Table.DeepSize(SizeReport)"] = "Table.DeepSize(DeepSize.Of(new int[100]))",
        ["Table.Differences(Run)"] = "Table.Differences(run)",
        ["Table.Faults(Run)"] = "Table.Faults(run)",
        ["Table.Findings(IReadOnlyList`1)"] = "Table.Findings(MachineFindings.OfMachine(Machine.Read()))",
        ["Table.FreeMemory(ValueTuple`2[])"] = "Table.FreeMemory((\"before\", Machine.Read()), (\"after\", Machine.Read()))",
        ["Table.Members(Family)"] = "Table.Members(family)",
        ["Table.RamUsed(Measurement[])"] = "Table.RamUsed(report.Before.Child, report.Before.Parent)",
        ["Table.Rows(DataFrame)"] = "Table.Rows(report.Run.ToDataFrame())",
        ["Table.Sharing(IReadOnlyList`1)"] = "Table.Sharing(sharing)",
        ["Table.WhatIf(WhatIf)"] = "Table.WhatIf(whatIf)",
        ["Table.Workers(Workers)"] = "Table.Workers(workers)",
    };

    /// <summary>The public methods that make something that a kernel shows by our formatters.</summary>
    public static IEnumerable<string> Factories =>
        from type in typeof(Table).Assembly.GetExportedTypes()
        where type.GetCustomAttributes().Any(attribute => attribute.GetType().Name == "TypeFormatterSourceAttribute")
        from maker in typeof(Table).Assembly.GetExportedTypes()
        from method in maker.GetMethods(BindingFlags.Public | BindingFlags.Static)
        where method.ReturnType == type
        select $"{maker.Name}.{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.Name))})";
}
