namespace CowNotebooks.Notebooks.Courses;

/// <summary>What a person has to correct in a notebook of a course.</summary>
internal static class NotebookFindings
{
    private const int MostColumns = 100, MostLines = 10;

    /// <summary>Each in a phrase that names the cell.</summary>
    public static IEnumerable<string> Of(CoursePage page)
    {
        if (!page.HasTitle) yield return "the notebook has no title: begin its first cell with # and a claim";
        if (!page.HasGoal) yield return "the notebook has no goal: begin a paragraph of its first cell with Goal:";
        if (page.Duration is null) yield return "the notebook does not say how long it takes: write *Takes about half a minute.* into its first cell";
        if (!page.IsMarked) yield return $"the notebook has no line {CoursePage.Marker} in its first cell";

        var links = new RelativeLinks(page.Path);
        var level = 0;
        foreach (var cell in page.Notebook.Cells)
        {
            var outline = cell.Kind == CellKind.Markdown ? Outline.Of(cell.Source) : null;
            var found = outline is null ? OfCode(page.Notebook, cell) : OfProse(outline, links, ref level);
            foreach (var what in found) yield return $"cell {cell.Id ?? $"{cell.Position + 1}"}: {what}";
        }
    }

    private static List<string> OfProse(Outline outline, RelativeLinks links, ref int level)
    {
        var found = outline.Targets.Select(links.WhyBroken).OfType<string>().Concat(Wide(outline.CodeLines)).ToList();
        found.AddRange(Jumps(outline, ref level));
        return found;
    }

    /// <summary>Headings that leave out a level.</summary>
    /// <param name="outline">The markdown.</param>
    /// <param name="level">The level of the heading before it, 0 when there is none; afterwards that of its last.</param>
    public static IReadOnlyList<string> Jumps(Outline outline, ref int level)
    {
        var found = new List<string>();
        foreach (var (next, text) in outline.Headings)
        {
            if (next > level + 1) found.Add(level == 0 ? $"the first heading, '{text}', is of level {next}, not 1" : $"the heading '{text}' is of level {next}, after one of level {level}");
            level = next;
        }

        return found;
    }

    private static List<string> OfCode(Notebook notebook, Cell cell)
    {
        if (cell.Kind != CellKind.Code) return [];
        var lines = cell.Source.TrimEnd().Split('\n');
        var found = Wide(lines).ToList();
        // A first line #!NAME gives the cell to another language, but #!import and the like do not.
        var isCSharp = notebook.LanguageOf(cell) == Ipynb.KernelNames.CSharp
            && !(lines[0].StartsWith("#!", StringComparison.Ordinal) && Ipynb.KernelNames.ByAlias.ContainsKey(lines[0][2..].Split(' ')[0]));
        if (isCSharp && lines.Length > MostLines) found.Add($"{lines.Length} lines of C#, more than {MostLines}");
        return found;
    }

    private static IEnumerable<string> Wide(IEnumerable<string> lines) =>
        lines.Select((line, i) => (line, i)).Where(one => one.line.TrimEnd('\r').Length > MostColumns)
            .Select(one => $"line {one.i + 1} has {one.line.TrimEnd('\r').Length} characters, more than {MostColumns}");
}
