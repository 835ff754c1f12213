using System.Text.RegularExpressions;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show.Drawing;

/// <summary>An axis in words: what it holds and its unit, from a title such as "size of the heap (MB)".</summary>
/// <param name="Name">What it holds.</param>
/// <param name="Unit">"MB"; empty where things are counted or named.</param>
internal sealed partial record AxisWords(string Name, string Unit)
{
    public static AxisWords Of(string title)
    {
        var match = Title().Match(title);
        if (!match.Success) return new(title, "");
        var unit = match.Groups["unit"].Value;
        return new(match.Groups["name"].Value, unit.EndsWith("count", StringComparison.Ordinal) ? "" : unit);
    }

    /// <summary>A value with its unit: "12.7 MB".</summary>
    public string Value(double? value) => value is null || Unit.Length == 0 ? Numbers.Figure(value) : $"{Numbers.Figure(value)} {Unit}";

    [GeneratedRegex(@"^(?<name>.*) \((?<unit>[^()]*)\)$")]
    private static partial Regex Title();
}
