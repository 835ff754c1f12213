using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CowNotebooks.Notebooks.Book.Rendering;

namespace CowNotebooks.Notebooks.Book.Searching;

/// <summary>A part of a page that a link can lead to: what follows a heading, or a code cell with its outputs.</summary>
/// <param name="Anchor">Its id on the page; empty for what stands before the first one.</param>
/// <param name="Level">The heading's level, 1 to 6; 0 for a code cell.</param>
/// <param name="Heading">The heading; for a code cell the one above it.</param>
/// <param name="Text">The text in it, with single spaces.</param>
internal sealed partial record PageSection(string Anchor, int Level, string Heading, string Text)
{
    // So much of one section is searched: a long output repeats itself.
    private const int MostCharacters = 4_000;

    // Between others a word ends.
    private static readonly string[] WithinWords = ["a", "abbr", "b", "code", "em", "i", "kbd", "mark", "s", "small", "span", "strong", "sub", "sup", "wbr"];

    /// <summary>The sections of a page, in their order.</summary>
    /// <param name="main">The page's content.</param>
    public static IReadOnlyList<PageSection> Of(string main)
    {
        var sections = new List<PageSection>();
        var (anchor, level, heading, skipped) = ("", 0, "", (string?)null);
        var (text, title) = (new StringBuilder(), (StringBuilder?)null);
        foreach (var token in HtmlToken.Split(main))
        {
            // The words of a picture are its marks; the number of a cell and the sign of a link are no text.
            if (skipped is not null)
            {
                if (token.Kind == HtmlTokenKind.Close && token.Name == skipped) skipped = null;
                continue;
            }
            if (token.Kind == HtmlTokenKind.Open && (token.Name == "svg" && !token.Text.EndsWith("/>", StringComparison.Ordinal) || token.Name == "a" && Mark().IsMatch(token.Text)))
                skipped = token.Name;
            else if (token.Kind == HtmlTokenKind.Open && LevelOf(token) is var its && (its > 0 || CellStart().IsMatch(token.Text)) && Id().Match(token.Text) is { Success: true } id)
            {
                Flush();
                (anchor, level) = (WebUtility.HtmlDecode(id.Groups[1].Value), its);
                if (its > 0) title = new StringBuilder();
            }
            else if (token.Kind == HtmlTokenKind.Close && title is not null && LevelOf(token) == level)
            {
                (heading, title) = (Plain(title), null);
            }
            else if (token.Kind == HtmlTokenKind.Text) (title ?? text).Append(WebUtility.HtmlDecode(token.Text));
            else if (token.Kind != HtmlTokenKind.Other && !WithinWords.Contains(token.Name)) text.Append(' ');
        }
        Flush();
        return sections;

        void Flush()
        {
            if (text.Length > 0 || heading.Length > 0) sections.Add(new(anchor, level, heading, Plain(text)));
            text.Clear();
        }
    }

    private static int LevelOf(HtmlToken token) => token.Name is ['h', >= '1' and <= '6' and var level] ? level - '0' : 0;

    private static string Plain(StringBuilder text)
    {
        var plain = Spaces().Replace(text.ToString(), " ").Trim();
        return plain.Length > MostCharacters ? plain[..MostCharacters] : plain;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("""\bclass="(?:anchor|count)"[ >]""")]
    private static partial Regex Mark();

    [GeneratedRegex("""^<section class="cell" """)]
    private static partial Regex CellStart();

    [GeneratedRegex("""\sid="([^"]*)"[ >]""")]
    private static partial Regex Id();
}
