using System.Globalization;
using System.Text;

namespace CowNotebooks.Procfs;

/// <summary>Names and arguments are whatever a process wants, also what would steer a terminal or turn the order of the text around it.</summary>
public static class Printable
{
    /// <summary>The text without that: control, format and invalid characters become their numbers, as in \x1b.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var safe = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var steers = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned;
            if (steers) safe.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
            else safe.Append(rune.ToString());
        }

        return safe.ToString();
    }
}
