using System.Text;

namespace CowNotebooks.Show.Drawing.Tables;

/// <summary>A table as text of 80 columns: figures at the right, and long words broken where all would not fit.</summary>
internal static class PlainTable
{
    private const int Width = 80;
    private const int LeastWidth = 8;
    private const string WideGap = "  ", NarrowGap = " ";

    public static string Of(string caption, IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<string> notes)
    {
        var natural = NaturalWidths(columns, rows);
        var gap = natural.Sum() + (WideGap.Length * (natural.Length - 1)) <= Width ? WideGap : NarrowGap;
        var widths = Narrowed(natural, columns, gap);
        var text = new StringBuilder();
        foreach (var line in caption.Split('\n').SelectMany(line => Wrap(line, Width))) text.AppendLine(line);
        AppendRow(text, columns, widths, gap, [.. columns.Select(column => column.Title)], atBottom: true);
        text.AppendLine(string.Join(gap, widths.Select(width => new string('-', width))));
        foreach (var row in rows) AppendRow(text, columns, widths, gap, row, atBottom: false);
        foreach (var note in notes)
        {
            var mark = "* ";
            foreach (var line in Wrap(note, Width - mark.Length))
            {
                text.Append(mark).AppendLine(line);
                mark = "  ";
            }
        }

        return text.ToString().TrimEnd();
    }

    private static int[] NaturalWidths(IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<string>> rows) =>
        [.. columns.Select((column, i) => column.Title.Split(' ').Concat(rows.Select(row => row[i])).Max(cell => cell.Length))];

    private static int[] Narrowed(int[] widths, IReadOnlyList<Column> columns, string gap)
    {
        while (widths.Sum() + (gap.Length * (widths.Length - 1)) > Width)
        {
            var widest = Enumerable.Range(0, widths.Length).Where(i => !columns[i].IsNumber && widths[i] > LeastWidth).OrderByDescending(i => widths[i]).FirstOrDefault(-1);
            if (widest < 0) break;
            widths[widest]--;
        }

        return widths;
    }

    private static void AppendRow(StringBuilder text, IReadOnlyList<Column> columns, int[] widths, string gap, IReadOnlyList<string> cells, bool atBottom)
    {
        var wrapped = cells.Select((cell, i) => Wrap(cell, widths[i])).ToList();
        var height = wrapped.Max(lines => lines.Count);
        for (var line = 0; line < height; line++)
        {
            var parts = wrapped.Select((lines, i) =>
            {
                var index = atBottom ? line - (height - lines.Count) : line;
                var part = index >= 0 && index < lines.Count ? lines[index] : "";
                return columns[i].IsNumber ? part.PadLeft(widths[i]) : part.PadRight(widths[i]);
            });
            text.AppendLine(string.Join(gap, parts).TrimEnd());
        }
    }

    private static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length <= width)
            {
                line += $" {word}";
                continue;
            }

            if (line.Length > 0) lines.Add(line);
            line = word;
            while (line.Length > width)
            {
                // At a hyphen where there is one.
                var cut = line.LastIndexOf('-', width - 1) + 1;
                if (cut == 0) cut = width;
                lines.Add(line[..cut]);
                line = line[cut..];
            }
        }

        if (line.Length > 0 || lines.Count == 0) lines.Add(line);
        return lines;
    }
}
