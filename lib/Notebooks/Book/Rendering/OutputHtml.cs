using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CowNotebooks.Notebooks.Book.Drawing;
using CowNotebooks.Notebooks.Book.Highlighting;
using CowNotebooks.Notebooks.Book.Terminal;

namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>The outputs of a cell as HTML, each in the richest MIME type that the book can show offline.</summary>
/// <param name="options">The settings of the book.</param>
/// <param name="offline">What makes HTML of others free of the network.</param>
/// <param name="markdown">The page's markdown.</param>
/// <param name="code">The book's code.</param>
internal sealed partial class OutputHtml(BookOptions options, OfflineHtml offline, MarkdownHtml markdown, CodeHtml code)
{
    private const string Plotly = "application/vnd.plotly.v1+json";
    private const string Svg = "image/svg+xml";
    private static readonly string[] Bitmaps = ["image/png", "image/jpeg", "image/gif", "image/webp"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private int _charts;

    /// <summary>All outputs of a cell, in their order.</summary>
    public string Of(IReadOnlyList<JsonObject> outputs)
    {
        var html = new List<string>();
        for (var at = 0; at < outputs.Count;)
        {
            // Text that was written in several pieces is one text: a piece may go back into the line of the one before.
            var stream = Stream(outputs[at]);
            var end = at + 1;
            while (stream is not null && end < outputs.Count && Stream(outputs[end]) == stream) end++;
            html.Add(stream is null ? One(outputs[at]) : Written(stream, string.Concat(outputs.Skip(at).Take(end - at).Select(output => Cell.Multiline(output["text"])))));
            at = end;
        }
        return string.Join('\n', html);
    }

    private static string? Stream(JsonObject output) =>
        output["output_type"]?.ToString() != "stream" ? null : output["name"]?.ToString() == "stderr" ? "stderr" : "stdout";

    private static string Written(string stream, string text) => $"<pre class=\"stream {stream}\">{TerminalHtml.Of(text)}</pre>";

    // By its output_type (nbformat 4).
    private string One(JsonObject output) => output["output_type"]?.ToString() == "error"
        ? $"<pre class=\"failure\">{TerminalHtml.Of(Traceback(output))}</pre>"
        : output["data"] is JsonObject data ? Bundle(data) : "";

    private string Bundle(JsonObject data)
    {
        string Text(string type) => Cell.Multiline(data[type]);
        if (options.PlotlyScript is not null && data[Plotly] is { } chart) return Chart(chart, Text("text/plain"), Picture(data));
        if (data.ContainsKey(DiagramHtml.MimeType)) return DiagramHtml.Of(Text(DiagramHtml.MimeType));
        if (data.ContainsKey("text/html")) return DiagramHtml.InHtml(Text("text/html")) ?? $"<div class=\"rich scroll\">{offline.Of(KernelStyle().Replace(Text("text/html"), ""))}</div>";
        // Drawn LaTeX is text; its picture is better than its source.
        if (data.ContainsKey("text/latex") && (options.Drawing?.Katex is not null || Picture(data) is null)) return FormulaHtml.OfOutput(Text("text/latex"));
        if (Picture(data) is { } picture) return $"<figure>{picture}</figure>";
        if (data.ContainsKey("text/markdown")) return $"<div class=\"rich\">{markdown.Of(Text("text/markdown"))}</div>";
        if (data.ContainsKey("application/javascript")) return $"<div class=\"rich\"><script>{ScriptEnd().Replace(Text("application/javascript"), "<\\/script")}</script></div>";
        if (data["application/json"] is { } json && !data.ContainsKey("text/plain")) return code.Of(json.ToJsonString(Indented), "json");
        return $"<pre class=\"value\">{TerminalHtml.Of(Text("text/plain"))}</pre>";
    }

    // book.js draws it; until then, on paper and without scripts its picture is shown. "<" is escaped so that no text in the chart can end the element.
    private string Chart(JsonNode chart, string words, string? picture)
    {
        var id = $"chart-{++_charts}.words";
        var description = string.IsNullOrWhiteSpace(words) ? "" : $" aria-describedby=\"{id}\"";
        return $"<figure class=\"chart\"><script type=\"application/json\">{chart.ToJsonString().Replace("<", "\\u003c", StringComparison.Ordinal)}</script>"
            + $"<div class=\"plot\" role=\"img\" aria-label=\"{Html.Text(OutputText.FirstLine(words) ?? "Chart")}\"{description}></div>{picture}"
            + $"{(description.Length == 0 ? "" : $"<figcaption><details class=\"words\"><summary>In words</summary><div id=\"{id}\">{Html.Text(words.Trim())}</div></details></figcaption>")}</figure>";
    }

    // As a separate image, since the ids of two inline SVGs would collide.
    private static string? Picture(JsonObject data)
    {
        // The name of an object in angle brackets says nothing.
        var words = OutputText.FirstLine(Cell.Multiline(data["text/plain"])) is { } line && !line.StartsWith('<') ? line : "output of the cell";
        if (data.ContainsKey(Svg))
        {
            var svg = Cell.Multiline(data[Svg]);
            return Image(Svg, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(svg)), words, svg.Contains("prefers-color-scheme", StringComparison.Ordinal) ? " class=\"themed\"" : "");
        }
        return Bitmaps.FirstOrDefault(data.ContainsKey) is { } type ? Image(type, Cell.Multiline(data[type]).ReplaceLineEndings(""), words, "") : null;
    }

    // What does not follow the reader's theme is drawn for white paper.
    private static string Image(string type, string base64, string words, string themed) => $"<img{themed} alt=\"{Html.Text(words)}\" src=\"data:{type};base64,{Html.Text(base64)}\">";

    private static string Traceback(JsonObject output) => output["traceback"] is JsonArray { Count: > 0 } lines
        ? string.Join('\n', lines.Select(line => line?.ToString()))
        : $"{output["ename"]}: {output["evalue"]}";

    // Each formatted value contains the formatter's style sheet, which would restyle every table of the page: book.css styles these classes instead.
    [GeneratedRegex(@"<style>[^<]*\.dni-[^<]*</style>")]
    private static partial Regex KernelStyle();

    [GeneratedRegex("</script", RegexOptions.IgnoreCase)]
    private static partial Regex ScriptEnd();
}
