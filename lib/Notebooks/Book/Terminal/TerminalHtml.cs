using System.Text;
using CowNotebooks.Notebooks.Book.Rendering;

namespace CowNotebooks.Notebooks.Book.Terminal;

/// <summary>Text written for a terminal, as HTML that looks as it would finally look there.</summary>
internal static class TerminalHtml
{
    public static string Of(string text)
    {
        // Most outputs have no character to obey.
        if (!text.Any(c => char.IsControl(c) && c is not ('\n' or '\t'))) return Html.Text(text.TrimEnd());
        var screen = new TerminalScreen();
        screen.Write(text);
        var html = new StringBuilder();
        var css = "";
        foreach (var (character, style) in Characters(screen))
        {
            if (style != css)
            {
                if (css.Length > 0) html.Append("</span>");
                if (style.Length > 0) html.Append($"<span style=\"{style}\">");
                css = style;
            }
            html.Append(Html.Text(character));
        }
        if (css.Length > 0) html.Append("</span>");
        return html.ToString().TrimEnd();
    }

    private static IEnumerable<(string Character, string Css)> Characters(TerminalScreen screen)
    {
        var (style, css) = (default(TerminalStyle), "");
        for (var line = 0; line < screen.Lines.Count; line++)
        {
            if (line > 0) yield return ("\n", "");
            foreach (var (character, its) in screen.Lines[line])
            {
                if (its != style) (style, css) = (its, its.Css);
                yield return (character, css);
            }
        }
    }
}
