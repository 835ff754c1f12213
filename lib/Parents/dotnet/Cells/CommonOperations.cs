using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>
/// Common operations of cells, run once in the parent. A first execution in a child would copy up to 300 pages of the runtime and hide what the cell itself
/// does to the heap.
/// </summary>
internal static class CommonOperations
{
    public static void Run(TextWriter output)
    {
        Query();
        Format(output);
        output.WriteLine(JsonSerializer.Serialize(new { Name = "a", Numbers = new List<object> { 1L, 2L } }));
        output.WriteLine(JsonSerializer.Deserialize<Dictionary<string, object>>("""{ "a": 1 }""")!.Count);
        output.WriteLine(Regex.Matches("a1b22", @"\d+").Select(match => match.Value).First());
        Fail(output);
    }

    private static void Query()
    {
        object[] boxes = [3L, 1L, 2L];
        List<string> texts = ["b", "a", "b"];
        _ = boxes.Where(box => (long)box > 1).Sum(box => (long)box) + boxes.Select(box => (long)box).Max();
        _ = texts.OrderBy(text => text).Select(text => text.ToUpperInvariant()).Distinct().ToList();
        _ = texts.GroupBy(text => text.Length).ToDictionary(group => group.Key, group => group.ToArray());
        _ = new HashSet<string>(texts).Contains("a") && texts.Any(text => text.StartsWith('a'));
        texts.Sort();
        _ = Enumerable.Range(0, 10).Reverse().Take(3).ToArray();
    }

    private static void Format(TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{1.5:F2} {1234:N0} {12m} {'c'} {true} {DateTime.UnixEpoch:d} {TimeSpan.Zero}"));
        output.WriteLine(string.Join(", ", new object[] { 1, "two", 3.0 }) + string.Concat("a", "b").Replace('a', 'c').Split('b')[0].Trim());
        output.WriteLine(DateTime.Now.Year + int.Parse("1", CultureInfo.InvariantCulture) + double.Parse("1.5", CultureInfo.InvariantCulture));
    }

    private static void Fail(TextWriter output)
    {
        try
        {
            throw new InvalidOperationException("Nothing is wrong.", new ArgumentException("Nor here."));
        }
        catch (InvalidOperationException error)
        {
            output.WriteLine(CellErrors.Describe(error, new CellAssemblies()));
            _ = error.StackTrace;
        }
    }
}
