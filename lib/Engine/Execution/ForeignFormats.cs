using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CowNotebooks.Engine.Execution;

/// <summary>
/// Types of others that the formatting package shows badly: JSON as kilobytes of a property tree, a data frame as its properties.
/// The data frame is known by its name only: this process loads its library when a cell does.
/// </summary>
internal static class ForeignFormats
{
    private const int MostRows = 100;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bundle of such a value, or null for any other.</summary>
    public static JsonObject? Of(object value) => value switch
    {
        JsonNode or JsonElement or JsonDocument => new JsonObject { ["text/plain"] = JsonSerializer.Serialize(value, Indented) },
        _ when value.GetType().FullName == "Microsoft.Data.Analysis.DataFrame" => new JsonObject { ["text/html"] = Table(value), ["text/plain"] = value.ToString() },
        _ => null,
    };

    private static string Table(dynamic frame)
    {
        long rows = frame.Rows.Count;
        var html = new StringBuilder("<table><thead><tr>");
        foreach (var column in frame.Columns) html.Append($"<th>{Text(column.Name)}</th>");
        html.Append("</tr></thead><tbody>\n");
        for (var row = 0L; row < Math.Min(rows, MostRows); row++)
        {
            html.Append("<tr>");
            foreach (var column in frame.Columns) html.Append(Cell(column[row]));
            html.Append("</tr>\n");
        }
        html.Append("</tbody></table>");
        return rows <= MostRows ? html.ToString() : html.Append($"<p>The first {MostRows} of {rows:N0} rows.</p>").ToString();
    }

    // Figures line up at their right end.
    private static string Cell(object? value) =>
        $"<td{(value is IFormattable and not Enum and not DateTime ? " style=\"text-align:right\"" : "")}>{Text(value)}</td>";

    private static string Text(object? value) => WebUtility.HtmlEncode(value?.ToString() ?? "");
}
