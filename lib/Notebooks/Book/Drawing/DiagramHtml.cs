using System.Text.RegularExpressions;
using CowNotebooks.Notebooks.Book.Rendering;

namespace CowNotebooks.Notebooks.Book.Drawing;

/// <summary>A mermaid diagram on a page: its source, legible as it is. Where the book has mermaid, book.js draws it.</summary>
internal static partial class DiagramHtml
{
    /// <summary>The type of an output that is the source of a diagram.</summary>
    public const string MimeType = "text/vnd.mermaid";

    public static string Of(string source) => $"<pre class=\"mermaid\">{Html.Text(source.Trim())}</pre>";

    /// <summary>The diagram in HTML that would load mermaid from the network, as .NET Interactive's <c>#!mermaid</c> writes it; null when there is none.</summary>
    public static string? InHtml(string html)
    {
        if (!html.Contains("mermaid", StringComparison.Ordinal) || RenderCall().Match(html) is not { Success: true } call) return null;
        return Of(EscapedInTemplate().Replace(call.Groups["source"].Value, "$1"));
    }

    /// <summary>True when the page has a diagram: one of ours, or one that somebody wrote in HTML with mermaid's own class.</summary>
    public static bool IsIn(string main) => MermaidClass().IsMatch(main);

    // mermaid.mermaidAPI.render('id', `source`, target) and mermaid.render("id", `source`)
    [GeneratedRegex(@"\.render\(\s*(?:'[^']*'|""[^""]*"")\s*,\s*`(?<source>(?:[^`\\]|\\.)*)`", RegexOptions.Singleline)]
    private static partial Regex RenderCall();

    [GeneratedRegex(@"\\([`\\$])")]
    private static partial Regex EscapedInTemplate();

    [GeneratedRegex(@"<(?:pre|div)\b[^>]*\bclass=[""']?(?:[^""'>]* )?mermaid[""' >]")]
    private static partial Regex MermaidClass();
}
