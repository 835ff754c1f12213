using System.Globalization;
using System.Text;
using CowNotebooks.Show.Drawing;

namespace CowNotebooks.Show;

public sealed partial class Table
{
    /// <summary>A file of CSV (RFC 4180) with a header; the lines at its head that begin with # are the caption. Whole figures get thousands separators.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="InvalidDataException">It has no header, or a row has more or fewer fields than the header.</exception>
    public static Table Csv(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file {Path.GetFullPath(path)}. Correct the path, or get the file back from the repository.", path);
        var lines = File.ReadAllLines(path);
        var caption = lines.TakeWhile(line => line.StartsWith('#')).Select(line => line.TrimStart('#').Trim()).ToList();
        var records = lines.Skip(caption.Count).Where(line => line.Length > 0).Select(Fields).ToList();
        if (records.Count == 0) throw new InvalidDataException($"{path} has no header. The first line after the comments names the columns.");
        if (records.FindIndex(record => record.Count != records[0].Count) is > 0 and var odd)
            throw new InvalidDataException($"Row {odd} of {path} has {records[odd].Count} fields, and the header has {records[0].Count}. Correct the file.");
        var rows = records.Skip(1).Select(record => (IReadOnlyList<string>)[.. record.Select(Shown)]).ToList();
        var columns = records[0].Select((title, i) => new Column(title, rows.Count > 0 && rows.TrueForAll(row => IsFigure(row[i]))));
        return new Table(string.Join('\n', caption), [.. columns], rows, []);
    }

    private static string Shown(string field) => field.Length == 0 ? Figures.Missing
        : long.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var figure) ? Figures.Count(figure)
        : field;

    private static bool IsFigure(string field) =>
        field == Figures.Missing || double.TryParse(field.TrimEnd('%'), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _);

    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var (field, quoted) = (new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (quoted && line[i] == '"' && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[i++]);
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ',' && !quoted) Add();
            else field.Append(line[i]);
        }

        Add();
        return fields;

        void Add()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}
