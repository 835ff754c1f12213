namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>What a piece of HTML is.</summary>
internal enum HtmlTokenKind
{
    /// <summary>Text that a reader sees.</summary>
    Text,

    /// <summary><c>&lt;name …&gt;</c></summary>
    Open,

    /// <summary><c>&lt;/name&gt;</c></summary>
    Close,

    /// <summary>A comment, or what stands in a script or a style: not markup, and not seen.</summary>
    Other,
}

/// <summary>One piece of HTML: nothing is lost between the pieces.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The tag's name in lower case, else empty.</param>
/// <param name="Text">The piece as it stands.</param>
internal readonly record struct HtmlToken(HtmlTokenKind Kind, string Name, string Text)
{
    private static readonly string[] RawText = ["script", "style", "textarea", "title", "xmp"];

    /// <summary>Splits HTML as a browser does (HTML standard, "Tokenization"), in one pass.</summary>
    public static IEnumerable<HtmlToken> Split(string html)
    {
        for (var at = 0; at < html.Length;)
        {
            var end = html[at] == '<' ? MarkupEnd(html, at) : -1;
            if (end > at)
            {
                var token = Markup(html[at..end]);
                yield return token;
                at = end;
                if (token.Kind != HtmlTokenKind.Open || !RawText.Contains(token.Name)) continue;
                var close = html.IndexOf($"</{token.Name}", at, StringComparison.OrdinalIgnoreCase);
                end = close < 0 ? html.Length : close;
                if (end > at) yield return new(HtmlTokenKind.Other, "", html[at..end]);
            }
            else
            {
                end = html.IndexOf('<', at + 1);
                if (end < 0) end = html.Length;
                yield return new(HtmlTokenKind.Text, "", html[at..end]);
            }
            at = end;
        }
    }

    private static HtmlToken Markup(string text)
    {
        if (text[1] is '!' or '?') return new(HtmlTokenKind.Other, "", text);
        var start = text[1] == '/' ? 2 : 1;
        var end = start;
        while (end < text.Length && text[end] is not ('>' or '/') && !char.IsWhiteSpace(text[end])) end++;
        return new(start == 2 ? HtmlTokenKind.Close : HtmlTokenKind.Open, text[start..end].ToLowerInvariant(), text);
    }

    // The end of the tag or comment that begins here; -1 when a "<" is only text.
    private static int MarkupEnd(string html, int at)
    {
        if (string.CompareOrdinal(html, at, "<!--", 0, 4) == 0) return After(html, "-->", at + 4);
        if (at + 1 >= html.Length) return -1;
        if (html[at + 1] is '!' or '?') return After(html, ">", at);
        var name = html[at + 1] == '/' ? at + 2 : at + 1;
        if (name >= html.Length || !char.IsAsciiLetter(html[name])) return -1;
        // A quote begins a value only after "=".
        for (var (end, last) = (name, ' '); end < html.Length; end++)
        {
            var c = html[end];
            if (c == '>') return end + 1;
            if (c is '"' or '\'' && last == '=')
            {
                end = html.IndexOf(c, end + 1);
                if (end < 0) return -1;
            }
            if (!char.IsWhiteSpace(c)) last = c;
        }
        return -1;
    }

    private static int After(string html, string mark, int at) => html.IndexOf(mark, at, StringComparison.Ordinal) is >= 0 and var end ? end + mark.Length : html.Length;
}
