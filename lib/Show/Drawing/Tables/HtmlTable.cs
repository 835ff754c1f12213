using System.Net;
using System.Text;

namespace CowNotebooks.Show.Drawing.Tables;

/// <summary>A table as HTML. Its styles are inline, since a front end may show it beside pages of its own.</summary>
internal static class HtmlTable
{
    // Up to this length a cell stays on one line: browsers would break "no-gc-region" at its hyphens.
    private const int LongestUnbroken = 20;

    // A longer cell is a sentence. It has room for some words, also on a phone.
    private const int LongestPhrase = 40;

    public static string Of(string caption, IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<string> notes)
    {
        var html = new StringBuilder();
        // Not a caption element: browsers wrap that at the width of the table.
        html.Append($"<div style=\"white-space:pre-line\">{Text(caption)}</div><table><thead><tr>");
        foreach (var column in columns) html.Append($"<th scope=\"col\" style=\"{Align(column)};white-space:normal;vertical-align:bottom\">{Text(column.Title)}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append("<tr>");
            foreach (var (column, cell) in columns.Zip(row)) html.Append($"<td style=\"{Align(column)}{Width(cell)}\">{Text(cell)}</td>");
            html.Append("</tr>");
        }

        html.Append("</tbody></table>");
        if (notes.Count > 0) html.Append($"<ul>{string.Concat(notes.Select(note => $"<li>{Text(note)}</li>"))}</ul>");
        return html.ToString();
    }

    private static string Width(string cell) => cell.Length switch
    {
        <= LongestUnbroken => ";white-space:nowrap",
        <= LongestPhrase => ";min-width:9em",
        _ => ";min-width:14em",
    };

    private static string Align(Column column) => column.IsNumber ? "text-align:right;font-variant-numeric:tabular-nums" : "text-align:left";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
