namespace CowNotebooks.Notebooks.Courses;

/// <summary>A file of markdown beside a course: a README, a solution.</summary>
public static class MarkdownFile
{
    /// <summary>Its links that lead nowhere and the levels that its headings leave out, each in a phrase.</summary>
    /// <param name="path">The file.</param>
    public static IReadOnlyList<string> Findings(string path)
    {
        var outline = Outline.Of(File.ReadAllText(path));
        var links = new RelativeLinks(path);
        var level = 0;
        return [.. outline.Targets.Select(links.WhyBroken).OfType<string>(), .. NotebookFindings.Jumps(outline, ref level)];
    }
}
