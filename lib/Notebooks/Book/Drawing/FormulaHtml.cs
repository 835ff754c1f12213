using CowNotebooks.Notebooks.Book.Rendering;

namespace CowNotebooks.Notebooks.Book.Drawing;

/// <summary>A formula on a page: its LaTeX with its delimiters, legible as it is. Where the book has KaTeX, book.js draws it.</summary>
internal static class FormulaHtml
{
    /// <summary>What the HTML of each formula begins with.</summary>
    public const string Mark = "<span class=\"formula";

    public static string Of(Formula formula) => $"{Mark}{(formula.IsDisplay ? " display" : "")}\">{Html.Text(formula.Source)}</span>";

    /// <summary>An output of type <c>text/latex</c>: formulas with or without delimiters, and text between them.</summary>
    public static string OfOutput(string latex)
    {
        var formulas = Formulas.Take(latex);
        // IPython's Math and SymPy write $…$ or $$…$$; others write the formula alone.
        return formulas.Count > 0
            ? $"<div class=\"rich latex\">{formulas.InText(Html.Text(formulas.Text))}</div>"
            : $"<div class=\"rich latex\">{Of(new Formula(latex, $"$${latex.Trim()}$$", true))}</div>";
    }
}
