using System.Text;
using CowNotebooks.Notebooks.Book.Rendering;

namespace CowNotebooks.Notebooks.Book.Highlighting;

/// <summary>Source code with its words marked by CSS classes; the colours are book.css's, for light and for dark.</summary>
internal sealed class CodeHtml(Highlighter highlighter)
{
    /// <summary>A block of code in one language; null for text that is in none.</summary>
    public string Of(string source, string? language) => Of([new CodePart(source, language)]);

    /// <summary>A block of code whose parts may be in different languages.</summary>
    public string Of(IReadOnlyList<CodePart> parts) =>
        $"<pre class=\"code{(parts.All(part => part.Language is null or "") && !parts.Any(part => part.IsMagic) ? " text" : "")}\"><code>{string.Join('\n', parts.Select(Part))}</code></pre>";

    private string Part(CodePart part)
    {
        if (part.IsMagic) return $"<span class=\"magic\">{Html.Text(part.Source)}</span>";
        var source = part.Source.ReplaceLineEndings("\n");
        if (string.IsNullOrWhiteSpace(part.Language) || highlighter.Tokens(source, part.Language) is not { } lines) return Html.Text(part.Source);
        var html = new StringBuilder();
        for (var line = 0; line < lines.Count; line++)
        {
            if (line > 0) html.Append('\n');
            Append(html, lines[line]);
        }
        return html.ToString();
    }

    // Neighbours of one class are one word to a reader: the quotes of a string and what is between them.
    private static void Append(StringBuilder html, IReadOnlyList<CodeToken> tokens)
    {
        for (var at = 0; at < tokens.Count;)
        {
            var end = at + 1;
            while (end < tokens.Count && tokens[end].Class == tokens[at].Class) end++;
            var text = Html.Text(string.Concat(tokens.Skip(at).Take(end - at).Select(token => token.Text)));
            html.Append(tokens[at].Class is { } name ? $"<span class=\"{name}\">{text}</span>" : text);
            at = end;
        }
    }
}
