using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show.Drawing;

/// <summary>Sentences that say what one sees in a chart.</summary>
internal static class Findings
{
    /// <summary>"Most: 6,000 pages (refcount); least: 12 (print)." Nothing when no value is known.</summary>
    /// <param name="names">What each value is of.</param>
    /// <param name="values">The values.</param>
    /// <param name="of">What they are: "pages".</param>
    public static string Extremes(IReadOnlyList<object> names, IReadOnlyList<double?> values, string of)
    {
        var known = names.Zip(values).Where(one => one.Second is not null).ToList();
        if (known.Count == 0) return "";
        var (most, least) = (known.MaxBy(one => one.Second), known.MinBy(one => one.Second));
        return known.Count == 1 || most.Second == least.Second
            ? $"{(known.Count == 1 ? $"{most.First}" : "All alike")}: {Numbers.Figure(most.Second)} {of}."
            : $"Most: {Numbers.Figure(most.Second)} {of} ({most.First}); least: {Numbers.Figure(least.Second)} ({least.First}).";
    }

    /// <summary>"USS: 0.98 MB at 0 %, 24.41 MB at 100 %: 23.43 MB more." Nothing when there are not two of them.</summary>
    public static string FirstAndLast(string what, IReadOnlyList<(string At, double? Value)> values, string of) =>
        values is [{ Value: { } first } from, .., { Value: { } last } to]
            ? $"{what}: {Numbers.Figure(first)} {of} {from.At}, {Numbers.Figure(last)} {of} {to.At}: {(last == first ? "no change" : $"{Numbers.Figure(Math.Abs(last - first))} {of} {(last > first ? "more" : "less")}")}."
            : "";

    /// <summary>"Predicted: 24.41 MB." Nothing when there is no prediction.</summary>
    public static string Predicted(double? value, string of) => value is null ? "" : $" Predicted: {Numbers.Figure(value)} {of}.";
}
