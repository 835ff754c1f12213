using System.Globalization;

namespace CowNotebooks.Cow;

/// <summary>What <c>--set NAME=VALUE</c> gives to code of one's own.</summary>
internal static class OwnCodeValues
{
    /// <exception cref="UsageException">One has no <c>=</c> or no name.</exception>
    public static IReadOnlyDictionary<string, object?> Parse(IEnumerable<string> typed)
    {
        var values = new Dictionary<string, object?>();
        foreach (var pair in typed)
        {
            var equals = pair.IndexOf('=');
            if (equals < 1) throw new UsageException($"--set {pair} sets nothing. Write --set NAME=VALUE.");
            values[pair[..equals].Trim()] = Value(pair[(equals + 1)..]);
        }

        return values;
    }

    private static object Value(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : bool.TryParse(text, out var truth) ? truth
        : text;
}
