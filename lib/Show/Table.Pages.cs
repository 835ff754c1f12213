using CowNotebooks.Lab;
using CowNotebooks.Lab.Faults;
using CowNotebooks.Procfs;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

/// <content>What became of the pages of a run, and by which faults.</content>
public sealed partial class Table
{
    private const int MostLines = 12;

    /// <summary>The first byte that differs on each of the first differing pages.</summary>
    /// <param name="run">The run.</param>
    public static Table Differences(Run run) => new(
        run.Diff?.ToString() ?? $"Not compared: {run.Comparison.Why}",
        [new("Address", IsNumber: false), new("Type", IsNumber: false), new("Word", IsNumber: false), new("Offset in the object"), new("Parent's byte"), new("Child's byte")],
        (run.Diff?.Examples ?? []).Take(MostLines).Select(string[] (one) =>
        [
            $"0x{one.Address:x}", one.Owner?.Type ?? Numbers.Missing, one.Word, one.Owner is { } owner ? Invariant($"{(long)(one.Address - owner.Address)}") : Numbers.Missing,
            $"0x{one.Parent:x2}", $"0x{one.Child:x2}",
        ]),
        []);

    /// <summary>The objects of the heap that lie on copied pages, by type, and how many of their bytes differ.</summary>
    /// <param name="run">The run.</param>
    public static Table CopiedTypes(Run run) => new(
        run.Pages is { BytesPerElement: { } price } pages
            ? Invariant($"{Numbers.Count(pages.Copied.Count)} pages were copied, {price:N1} bytes for each element on them.")
            : run.Pages is null ? $"There is no page map: {run.PageMap.Why}" : "No element lies on a copied page, or the parent did not say where they are.",
        [new("Type", IsNumber: false), new("What", IsNumber: false), new("Objects on copied pages"), new("Their bytes there"), new("Differing objects"), new("Differing bytes")],
        (run.CopiedTypes ?? []).Select(string[] (type) =>
        [
            type.Type, type.AreElements ? "elements" : "others", Numbers.Count(type.Objects), Numbers.Count(type.Bytes),
            Numbers.Count(type.DifferingObjects), Numbers.Count(type.DifferingBytes),
        ]),
        []);

    /// <summary>What the faults of a run did, to which word, by which code; most first.</summary>
    /// <param name="run">A run whose faults were traced.</param>
    public static Table Faults(Run run) => Faults(run.Trace);

    private static Table Faults(Reading<FaultTrace> trace) => new(
        trace.Value?.ToString() ?? $"The faults were not traced. {trace.Why}".TrimEnd(),
        [new("Did", IsNumber: false), new("Touched", IsNumber: false), new("Code", IsNumber: false), new("Faults")],
        (trace.Value?.Groups ?? []).Take(MostLines).Select(string[] (group) => [group.Cause.ToString().ToLowerInvariant(), group.Touched, group.Symbol, Numbers.Count(group.Count)]),
        trace.Value is { Groups.Count: > MostLines and var groups } ? [Invariant($"Rows left out: {groups - MostLines:N0}.")] : []);
}
