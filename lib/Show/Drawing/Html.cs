using System.Net;

namespace CowNotebooks.Show.Drawing;

/// <summary>Text as HTML.</summary>
internal static class Html
{
    /// <summary>A line or more of text.</summary>
    /// <param name="text">The text, which is escaped.</param>
    /// <param name="style">Declarations of CSS.</param>
    public static string Paragraph(string text, string style = "") => $"<div{(style.Length > 0 ? $" style=\"{style}\"" : "")}>{WebUtility.HtmlEncode(text)}</div>";
}
