using System.Globalization;

namespace CowNotebooks.Benchmarks.Table;

/// <summary>A line of the table: one comparison with one peer.</summary>
/// <param name="What">What was done.</param>
/// <param name="Ours">What it took.</param>
/// <param name="Peer">Against whom, and what it took there; empty when there is nobody.</param>
/// <param name="Result">The ratio, or what stands for it; <c>null: why</c> when it could not be measured.</param>
/// <param name="Goal">What it should be; empty when nobody said.</param>
/// <param name="IsMet">Whether it is; null when that is not known.</param>
internal sealed record Line(string What, string Ours, string Peer, string Result, string Goal, bool? IsMet)
{
    /// <summary>A ratio to the peer's time that should not be more.</summary>
    public static Line AtMost(string what, Times ours, string peer, Times theirs, double goal) =>
        AtMost(what, $"{ours}", $"{peer}: {theirs}", ours.Over(theirs), goal);

    /// <summary>As above, of any figures.</summary>
    public static Line AtMost(string what, string ours, string peer, double ratio, double goal) =>
        new(what, ours, peer, Text.Ratio(ratio), $"≤ {Plain(goal)}x", ratio <= goal);

    /// <summary>As above, at several sizes: all of them should keep it.</summary>
    public static Line AtMost(string what, string peer, IReadOnlyList<(string Size, Times Ours, Times Theirs)> sizes, double goal)
    {
        var ratios = sizes.Select(one => (one.Size, Ratio: one.Ours.Over(one.Theirs))).ToList();
        return new(
            what, Several(sizes.Select(one => (one.Size, $"{one.Ours}"))), $"{peer}: {Several(sizes.Select(one => (one.Size, $"{one.Theirs}")))}",
            Several(ratios.Select(one => (one.Size, Text.Ratio(one.Ratio)))), $"≤ {Plain(goal)}x", ratios.All(one => one.Ratio <= goal));
    }

    /// <summary>How many times as fast as the peer, which should not be less.</summary>
    public static Line AsFast(string what, Times ours, string peer, Times theirs, double goal) =>
        theirs.Over(ours) is var ratio ? new(what, $"{ours}", $"{peer}: {theirs}", $"{Text.Ratio(ratio)} as fast", $"≥ {Plain(goal)}x as fast", ratio >= goal) : null!;

    /// <summary>A ratio that nobody has set a goal for.</summary>
    public static Line Beside(string what, Times ours, string peer, Times theirs) => new(what, $"{ours}", $"{peer}: {theirs}", Text.Ratio(ours.Over(theirs)), "", null);

    /// <summary>What could not be measured, and why.</summary>
    public static Line Missing(string what, string peer, string why) => new(what, "", peer, $"null: {why.Split('\n')[0]}", "", null);

    private static string Several(IEnumerable<(string Size, string Value)> values) => string.Join(" · ", values.Select(value => value.Size.Length == 0 ? value.Value : $"{value.Size} {value.Value}"));

    private static string Plain(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
