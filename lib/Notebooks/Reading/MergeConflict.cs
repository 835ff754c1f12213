namespace CowNotebooks.Notebooks.Reading;

/// <summary>Finds the lines that git leaves in a file when it cannot merge (git-merge(1), "How conflicts are presented").</summary>
internal static class MergeConflict
{
    private static readonly string[] Markers = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

    /// <summary>For JSON, in which no such line can be content: refuses the first of them.</summary>
    /// <exception cref="NotebookException">There is one.</exception>
    public static void RefuseAny(string text, string name)
    {
        var line = 0;
        foreach (var content in text.EnumerateLines())
        {
            line++;
            if (Marker(content) is not null) throw Refusal(name, line, content.ToString());
        }
    }

    /// <summary>For text, in which a single such line may be content: refuses a whole conflict.</summary>
    /// <exception cref="NotebookException">There is one.</exception>
    public static void RefuseWhole(string text, string name)
    {
        var (line, begin, first, divided) = (0, 0, "", false);
        foreach (var content in text.EnumerateLines())
        {
            line++;
            switch (Marker(content))
            {
                case "<<<<<<<": (begin, first, divided) = (line, content.ToString(), false); break;
                case "=======": divided = begin > 0; break;
                case ">>>>>>>" when divided: throw Refusal(name, begin, first);
            }
        }
    }

    // Seven signs, then nothing or a blank and the name of a side.
    private static string? Marker(ReadOnlySpan<char> line)
    {
        foreach (var marker in Markers)
        {
            if (line.StartsWith(marker) && (line.Length == marker.Length || line[marker.Length] == ' ')) return marker;
        }
        return null;
    }

    private static NotebookException Refusal(string name, int line, string marker) =>
        new($"{name} has a merge conflict: line {line} is '{marker.TrimEnd()}'.", "Keep one of the two sides, delete the lines with the markers, and try again.");
}
