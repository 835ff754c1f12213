using System.Globalization;
using CowNotebooks.Show.Formatting;

namespace CowNotebooks.Show;

/// <summary>
/// A solution, folded away until it is asked for. It is markdown, which every front end renders; as plain text, which cannot be folded, it only says where
/// the file is.
/// </summary>
[TypeFormatterSource(typeof(SolutionFormatterSource), PreferredMimeTypes = [MimeTypes.Markdown, MimeTypes.Plain])]
public sealed class Solution
{
    private readonly string? _text;

    private Solution(string file, string? text) => (File, _text) = (file, text);

    /// <summary>The path of the file, from the notebook's folder.</summary>
    public string File { get; }

    /// <summary>False when there is no such file, or it cannot be read.</summary>
    public bool IsThere => _text is not null;

    internal static Solution Read(int notebook, string folder)
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"solutions/{notebook:00}.md");
        try
        {
            return new(file, System.IO.File.ReadAllText(Path.Combine(folder, file)).Trim());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(file, null);
        }
    }

    /// <summary>Where it is.</summary>
    public override string ToString() => IsThere
        ? $"The solution is in {File}."
        : $"There is no solution here: {File}, beside the notebook, cannot be read. Run the notebook from its folder, or get the file back from the repository.";

    // A blank line ends the block of HTML: what follows is markdown again (CommonMark 0.31, 4.6, condition 6).
    internal string ToMarkdown() => IsThere ? $"<details>\n<summary>Solution</summary>\n\n{_text}\n\n</details>\n" : ToString();
}
