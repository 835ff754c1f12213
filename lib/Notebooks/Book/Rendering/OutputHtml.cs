using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>One output of a cell as HTML, in the richest MIME type that the book can show offline.</summary>
/// <param name="charts">True when the book has plotly.js.</param>
/// <param name="markdown">The page's markdown.</param>
internal sealed partial class OutputHtml(bool charts, MarkdownHtml markdown)
{
    private const string Plotly = "application/vnd.plotly.v1+json";
    private static readonly string[] Bitmaps = ["image/png", "image/jpeg", "image/gif"];

    /// <summary>The output, by its <c>output_type</c> (nbformat 4).</summary>
    public string Of(JsonObject output) => output["output_type"]?.ToString() switch
    {
        "stream" => $"<pre class=\"stream {(output["name"]?.ToString() == "stderr" ? "stderr" : "stdout")}\">{Plain(Cell.Multiline(output["text"]))}</pre>",
        "error" => $"<pre class=\"failure\">{Plain(Traceback(output))}</pre>",
        _ => output["data"] is JsonObject data ? Bundle(data) : "",
    };

    private string Bundle(JsonObject data)
    {
        if (charts && data[Plotly] is { } chart) return Chart(chart, Picture(data));
        if (data.ContainsKey("text/html")) return $"<div class=\"rich scroll\">{Offline(Cell.Multiline(data["text/html"]))}</div>";
        if (Picture(data) is { } picture) return $"<figure>{picture}</figure>";
        if (data.ContainsKey("text/markdown")) return $"<div class=\"rich\">{markdown.Of(Cell.Multiline(data["text/markdown"]))}</div>";
        return $"<pre class=\"value\">{Plain(Cell.Multiline(data["text/plain"]))}</pre>";
    }

    // book.js draws it; without scripts its picture is shown. "<" is escaped so that no text in the chart can end the element.
    private static string Chart(JsonNode chart, string? picture) =>
        $"<figure class=\"chart\"><script type=\"application/json\">{chart.ToJsonString().Replace("<", "\\u003c", StringComparison.Ordinal)}</script>"
        + $"<div class=\"plot\"></div>{(picture is null ? "" : $"<noscript>{picture}</noscript>")}</figure>";

    // As a separate image, since the ids of two inline SVGs would collide.
    private static string? Picture(JsonObject data)
    {
        if (data.ContainsKey("image/svg+xml")) return Image("image/svg+xml", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Cell.Multiline(data["image/svg+xml"]))));
        return Bitmaps.FirstOrDefault(data.ContainsKey) is { } type ? Image(type, Cell.Multiline(data[type]).ReplaceLineEndings("")) : null;
    }

    private static string Image(string type, string base64) => $"<img alt=\"output of the cell\" src=\"data:{type};base64,{base64}\">";

    private static string Offline(string html) => Fetched().Replace(KernelStyle().Replace(html, ""), "");

    private static string Plain(string text) => Html.Text(TerminalText.Settle(text).TrimEnd());

    private static string Traceback(JsonObject output) => output["traceback"] is JsonArray { Count: > 0 } lines
        ? string.Join('\n', lines.Select(line => line?.ToString()))
        : $"{output["ename"]}: {output["evalue"]}";

    // Each formatted value contains the formatter's style sheet, which would restyle every table of the page: book.css styles these classes instead.
    [GeneratedRegex(@"<style>[^<]*\.dni-[^<]*</style>")]
    private static partial Regex KernelStyle();

    // The page's policy blocks these anyway; without the element no browser waits for it.
    [GeneratedRegex(@"<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)\s*=\s*[""']?(?:https?:)?//[^>]*>(?:\s*</(?:script|iframe)>)?", RegexOptions.IgnoreCase)]
    private static partial Regex Fetched();
}
