using ColorCode;
using ColorCode.Styling;

namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>Source code with its words marked by CSS classes; the colours are book.css's, for light and for dark.</summary>
internal static class CodeHtml
{
    public static string Of(string source, string? language)
    {
        var found = string.IsNullOrWhiteSpace(language) ? null : Languages.FindById(language is "csharp" or "cs" or "C#" ? "c#" : language);
        if (found is null) return $"<pre class=\"code\"><code>{Html.Text(source)}</code></pre>";
        // ColorCode wraps its output in <div class="csharp"><pre>: only the content is used.
        var html = new HtmlClassFormatter(StyleDictionary.DefaultLight).GetHtmlString(source, found);
        var start = html.IndexOf("<pre>", StringComparison.Ordinal) + "<pre>".Length;
        var end = html.LastIndexOf("</pre>", StringComparison.Ordinal);
        return $"<pre class=\"code\"><code>{html[start..end].Trim('\n', '\r')}</code></pre>";
    }
}
