using System.Globalization;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show.Formatting;

/// <summary>
/// How types of other libraries are shown, which .NET Interactive's formatting shows as a tree of their properties: a data frame as a table, JSON indented.
/// The engine compiles this file too, and must not load the data frame's library before a cell does: so a data frame is known by its name here, and read by
/// late binding.
/// </summary>
internal static class ForeignFormats
{
    private const int MostRows = 100;
    internal const string DataFrame = "Microsoft.Data.Analysis.DataFrame";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value as HTML.</summary>
    public static string ToHtml(object value)
    {
        if (IsJson(value)) return $"<pre>{WebUtility.HtmlEncode(ToText(value))}</pre>";
        var (caption, columns, rows) = Rows(value);
        return HtmlTable.Of(caption, columns, rows, []);
    }

    /// <summary>The value as plain text.</summary>
    public static string ToText(object value)
    {
        if (IsJson(value)) return JsonSerializer.Serialize(value, Indented);
        var (caption, columns, rows) = Rows(value);
        return PlainTable.Of(caption, columns, rows, []);
    }

    /// <summary>The first 100 rows of a data frame as a table: numbers at the right, whole ones with thousands separators, a dash for null.</summary>
    public static (string Caption, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) Rows(dynamic frame)
    {
        var (names, values) = (new List<string>(), new List<object?[]>());
        long count = frame.Rows.Count;
        foreach (var column in frame.Columns)
        {
            names.Add(column.Name);
            var cells = new object?[Math.Min(count, MostRows)];
            for (var row = 0L; row < cells.Length; row++) cells[row] = column[row];
            values.Add(cells);
        }

        var rows = Enumerable.Range(0, (int)Math.Min(count, MostRows)).Select(IReadOnlyList<string> (row) => [.. values.Select(column => Text(column[row]))]).ToList();
        return (
            $"{(count > MostRows ? $"The first {MostRows} of " : "")}{Numbers.Count(count)} {(count == 1 ? "row" : "rows")}",
            [.. names.Select((name, i) => new Column(name, values[i].All(value => value is null || IsNumber(value))))],
            rows);
    }

    private static bool IsJson(object value) => value is JsonNode or JsonElement or JsonDocument;

    private static bool IsNumber(object value) => IsWhole(value) || value is float or double or decimal;

    private static bool IsWhole(object value) => value is sbyte or byte or short or ushort or int or uint or long or ulong;

    private static string Text(object? value) => value switch
    {
        null => Numbers.Missing,
        _ when IsWhole(value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
