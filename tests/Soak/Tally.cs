using System.Globalization;
using System.Text.RegularExpressions;

namespace CowNotebooks.Soak;

/// <summary>What came of the experiments, counted.</summary>
internal sealed partial class Tally
{
    private readonly Dictionary<(string Interpreter, bool IsPredicted, Agreement Agreement), int> _runs = [];
    private readonly Dictionary<string, int> _mishaps = [], _warnings = [], _refused = [];

    /// <summary>How often happened what must not.</summary>
    public int Failures { get; set; }

    /// <summary>Counts a run.</summary>
    public void Add(string interpreter, Laws laws)
    {
        Count(_runs, (interpreter, laws.IsPredicted, laws.Check()));
        foreach (var reason in laws.Warnings.Select(Reason).Distinct()) Count(_warnings, reason);
    }

    /// <summary>Counts a mishap that was told by its name and left all else as it was.</summary>
    public void Add(Mishap mishap) => Count(_mishaps, mishap.ToString());

    /// <summary>Counts a setting that this version of a runtime does not have.</summary>
    public void AddRefused(string setting) => Count(_refused, setting);

    /// <summary>One line.</summary>
    public string Short() => string.Create(CultureInfo.InvariantCulture,
        $"{_runs.Values.Sum():N0} runs, {Of(Agreement.Exact):N0} agree exactly, {Of(Agreement.Close):N0} within the tolerances, {Of(Agreement.Warned):N0} disagree and say so; {_mishaps.Values.Sum():N0} mishaps; {Failures:N0} failures");

    /// <summary>All, as lines.</summary>
    public IEnumerable<string> Lines()
    {
        yield return "| runtime | predicted, agree exactly | within 2 pages and 4 faults | disagree, warned | not predicted, agree exactly | within 2 pages | disagree, warned |";
        yield return "|---|---|---|---|---|---|---|";
        foreach (var interpreter in _runs.Keys.Select(key => key.Interpreter).Distinct().Order(StringComparer.Ordinal))
        {
            var counts = from isPredicted in new[] { true, false } from agreement in Enum.GetValues<Agreement>() select _runs.GetValueOrDefault((interpreter, isPredicted, agreement));
            yield return $"| {interpreter} | {string.Join(" | ", counts.Select(count => count.ToString("N0", CultureInfo.InvariantCulture)))} |";
        }

        yield return "";
        foreach (var (what, counts) in new[] { ("mishap", _mishaps), ("setting that this version does not have", _refused), ("warning", _warnings) })
        {
            foreach (var (name, count) in counts.OrderByDescending(one => one.Value)) yield return string.Create(CultureInfo.InvariantCulture, $"{count,7:N0}  {what}: {name}");
        }
    }

    private int Of(Agreement agreement) => _runs.Where(one => one.Key.Agreement == agreement).Sum(one => one.Value);

    private static void Count<T>(Dictionary<T, int> counts, T what) where T : notnull => counts[what] = counts.GetValueOrDefault(what) + 1;

    // Without its figures and places.
    private static string Reason(string warning) => Figure().Replace(Place().Replace(warning, ""), "N");

    [GeneratedRegex(@"\d[\d,.]*\d|\d")]
    private static partial Regex Figure();

    [GeneratedRegex(@" \([^)]*\)")]
    private static partial Regex Place();
}
