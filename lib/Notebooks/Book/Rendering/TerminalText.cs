using System.Text.RegularExpressions;

namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>Text written for a terminal, as it would finally look there.</summary>
internal static partial class TerminalText
{
    /// <summary>Without escape sequences, and of each line that was overwritten (\r) only the last text.</summary>
    public static string Settle(string text) => Overwritten().Replace(Escapes().Replace(text, "").Replace("\r\n", "\n", StringComparison.Ordinal), "");

    // ECMA-48: CSI … final byte, OSC … BEL or ST, and two-byte escapes.
    [GeneratedRegex(@"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])")]
    private static partial Regex Escapes();

    [GeneratedRegex(@"[^\n]*\r(?=[^\n])")]
    private static partial Regex Overwritten();
}
