using System.Text;
using System.Text.RegularExpressions;
using CowNotebooks.Notebooks.Book.Rendering;

namespace CowNotebooks.Notebooks.Book.Drawing;

/// <summary>
/// The formulas of a markdown text, taken out before markdown is read: stars, underscores, backslashes and bars mean something else there. A mark stands in
/// for each until the HTML is made, as Jupyter does it.
/// </summary>
internal sealed partial class Formulas
{
    private readonly List<Formula> _formulas = [];

    private Formulas()
    {
    }

    /// <summary>The text with marks.</summary>
    public string Text { get; private set; } = "";

    public int Count => _formulas.Count;

    /// <summary>Finds <c>$…$</c>, <c>$$…$$</c>, <c>\(…\)</c>, <c>\[…\]</c> and <c>\begin{…}…\end{…}</c> outside code.</summary>
    public static Formulas Take(string markdown)
    {
        var found = new Formulas();
        var text = new StringBuilder(markdown.Length);
        for (var at = 0; at < markdown.Length;)
        {
            var (length, formula) = FormulaScanner.Next(markdown, at);
            if (formula is null)
            {
                text.Append(markdown, at, length);
            }
            else
            {
                // Private-use characters, which no text has; the dollars make the mark punctuation for markdown, as the formula was.
                text.Append($"$\uE000{found._formulas.Count}\uE001$");
                found._formulas.Add(formula);
            }
            at += length;
        }
        found.Text = text.ToString();
        return found;
    }

    /// <summary>The marks in HTML text become formulas to draw.</summary>
    public string InText(string html) => Replace(html, FormulaHtml.Of);

    /// <summary>The marks in code or in an attribute become HTML of what stood there.</summary>
    public string InCode(string html) => Replace(html, formula => Html.Text(formula.Raw));

    /// <summary>The marks become what stood there.</summary>
    public string Restore(string text) => Replace(text, formula => formula.Raw);

    private string Replace(string text, Func<Formula, string> with) => _formulas.Count == 0 ? text : Marks().Replace(text, mark =>
        int.TryParse(mark.Groups[1].ValueSpan, out var number) && number < _formulas.Count ? with(_formulas[number]) : mark.Value);

    [GeneratedRegex(@"\$\uE000([0-9]+)\uE001\$")]
    private static partial Regex Marks();
}
