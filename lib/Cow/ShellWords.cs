namespace CowNotebooks.Cow;

/// <summary>Words as a POSIX shell reads them.</summary>
internal static class ShellWords
{
    private const string Plain = "_-+=:,./@%";

    /// <summary>The words as one line of a command.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string word)
    {
        if (word.Length > 0 && word.All(character => char.IsAsciiLetterOrDigit(character) || Plain.Contains(character))) return word;
        // A line break is written as \n in $'…' (bash, zsh, ksh), so that the command stays on one line.
        return word.Contains('\n')
            ? $"$'{word.Replace("\\", "\\\\").Replace("'", "\\'").Replace("\n", "\\n")}'"
            : $"'{word.Replace("'", "'\\''")}'";
    }
}
