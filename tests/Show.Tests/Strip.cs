using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CowNotebooks.Lab;
using CowNotebooks.Show;

namespace CowNotebooks.Tests.Show;

/// <summary>A page strip, read from its HTML as its script reads it.</summary>
internal sealed class Strip
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    private Strip(JsonNode json)
    {
        Json = json;
        Kinds = [.. json["kinds"]!.AsArray().Select(kind => kind!.ToString())];
        Columns = [.. Tokens("columns").Select(token => token.Select(Number).ToArray())];
        var (pages, mappings, page) = (new List<ulong>(), new List<string>(), 0L);
        foreach (var token in Tokens("spans"))
        {
            page += Number(token[0]);
            for (var i = Number(token[1]); i > 0; i--, page++)
            {
                pages.Add((ulong)page);
                mappings.Add(json["maps"]![(int)Number(token[2])]!.ToString());
            }
        }

        (Pages, Mappings) = (pages, mappings);
        Changes = [.. Stretches("changes").Select(value => (Kinds[(int)Number(value[0]) / 2], Number(value[0]) % 2 == 1))];
        Rows = [.. ReadRows()];
        Frames = [.. ReadFrames("frames")];
        Originals = [.. ReadFrames("originals")];
        Writers = [.. ReadWriters()];
        Bytes = [.. Tokens("bytes").Select(token => token.Skip(1).Chunk(2).Select(one => (pages[(int)Number(token[0])], (int)Number(one[0]), (int)Number(one[1]))).ToList())];
    }

    public JsonNode Json { get; }

    public IReadOnlyList<string> Kinds { get; }

    /// <summary>First page, last page, and how many of each kind.</summary>
    public IReadOnlyList<long[]> Columns { get; }

    public IReadOnlyList<ulong> Pages { get; }

    public IReadOnlyList<string> Mappings { get; }

    public IReadOnlyList<(string Kind, bool IsPredicted)> Changes { get; }

    public IReadOnlyList<(string Type, bool AreElements, ulong Start, long Count, ulong Size, ulong Distance, ulong Before)> Rows { get; }

    public IReadOnlyList<(ulong Address, string Touched, string, string Cause)> Writers { get; }

    /// <summary>Of the first pages, each as far as it is kept.</summary>
    public IReadOnlyList<(bool IsKept, ulong? Frame)> Frames { get; }

    public IReadOnlyList<(bool IsKept, ulong? Frame)> Originals { get; }

    public IReadOnlyList<List<(ulong Page, int First, int Count)>> Bytes { get; }

    public static Strip Of(Run run) => Assert.Single(All(Html(run)));

    public static IEnumerable<Strip> All(string html) => Regex.Matches(html, "data-pages='([^']*)'").Select(match => new Strip(JsonNode.Parse(match.Groups[1].Value)!));

    public static string Html(object value) => As("text/html", value);

    public static string Text(object value) => As("text/plain", value);

    private static string As(string wanted, object value)
    {
        var writer = new StringWriter();
        ForeignTypes.Register((type, write, mimeType) =>
        {
            if (mimeType == wanted && type.IsInstanceOfType(value)) write(value, writer);
        });
        return writer.ToString();
    }

    private IEnumerable<string[]> Tokens(string name)
    {
        var tokens = new List<string>();
        foreach (var token in Json[name]!.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (token[0] != '*')
            {
                tokens.Add(token);
                continue;
            }

            var (times, period) = (Number(token[1..].Split(',')[0]), (int)Number(token.Split(',')[1]));
            for (var i = 0; i < times * period; i++) tokens.Add(tokens[^period]);
        }

        return tokens.Select(token => token.Split('.'));
    }

    private IEnumerable<string[]> Stretches(string name) => Tokens(name).SelectMany(token => Enumerable.Repeat(token[..^1], (int)Number(token[^1])));

    private IEnumerable<(string, bool, ulong, long, ulong, ulong, ulong)> ReadRows()
    {
        var (end, type) = (0UL, (JsonNode?)null);
        foreach (var token in Tokens("rows"))
        {
            if (token.Length == 3) type = Json["types"]![(int)Number(token[0])];
            var (start, count, distance, size) = (end + (ulong)Number(token[^2]), Number(token[^1]), (ulong)type![3]!, (ulong)type[4]!);
            yield return (type[0]!.ToString(), (bool)type[1]!, start, count, size, distance, (ulong)type[2]!);
            end = start + ((ulong)(count - 1) * distance) + size;
        }
    }

    private IEnumerable<(bool IsKept, ulong? Frame)> ReadFrames(string name)
    {
        var last = 0L;
        foreach (var value in Stretches(name)) yield return value[0] is "" or "_" ? (value[0].Length == 0, null) : (true, (ulong)(last += Number(value[0]) + 1));
    }

    private IEnumerable<(ulong, string, string, string)> ReadWriters()
    {
        foreach (var (page, value) in Pages.Zip(Stretches("faults")))
        {
            if (value[0].Length == 0) continue;
            var (writer, from) = (Json["writers"]![(int)Number(value[0])]!, page * (ulong)Run.PageSize);
            var address = value[1][0] != '_' ? from + (ulong)Number(value[1])
                : Rows.SelectMany(row => Near(row, from).Select(at => at + row.Before + (ulong)Number(value[1][1..]))).First(at => at >= from && at < from + (ulong)Run.PageSize);
            yield return (address, writer[0]!.ToString(), writer[1]!.ToString(), writer[2]!.ToString());
        }
    }

    // Where those objects of a row begin that may have a byte on the page.
    private static IEnumerable<ulong> Near((string Type, bool AreElements, ulong Start, long Count, ulong Size, ulong Distance, ulong Before) row, ulong page)
    {
        if (row.Start >= page + (ulong)Run.PageSize || row.Start + ((ulong)row.Count * row.Distance) + row.Size <= page) yield break;
        for (var i = page > row.Start + row.Size ? (page - row.Start - row.Size) / row.Distance : 0; i < (ulong)row.Count && row.Start + (i * row.Distance) < page + (ulong)Run.PageSize; i++)
            yield return row.Start + (i * row.Distance);
    }

    private static long Number(string text)
    {
        if (text[0] == '-') return -Number(text[1..]);
        return text.Aggregate(0L, (sum, digit) => (sum * 36) + Digits.IndexOf(digit, StringComparison.Ordinal));
    }
}
