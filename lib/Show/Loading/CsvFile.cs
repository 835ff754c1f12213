using System.Text;

namespace CowNotebooks.Show.Loading;

/// <summary>A file of CSV (RFC 4180) whose first lines may be comments.</summary>
/// <param name="Comments">The lines at its head that begin with #, without that.</param>
/// <param name="Header">The names of its columns.</param>
/// <param name="Rows">The fields of its rows, each as many as the header has.</param>
internal sealed record CsvFile(IReadOnlyList<string> Comments, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="InvalidDataException">It has no header, or a row has more or fewer fields than the header.</exception>
    public static CsvFile Read(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file {Path.GetFullPath(path)}. Correct the path, or get the file back from the repository.", path);
        var lines = File.ReadAllLines(path);
        var comments = lines.TakeWhile(line => line.StartsWith('#')).Select(line => line.TrimStart('#').Trim()).ToList();
        var records = lines.Skip(comments.Count).Where(line => line.Length > 0).Select(Fields).ToList();
        if (records.Count == 0) throw new InvalidDataException($"{path} has no header. The first line after the comments names the columns.");
        if (records.FindIndex(record => record.Count != records[0].Count) is > 0 and var odd)
            throw new InvalidDataException($"Row {odd} of {path} has {records[odd].Count} fields, and the header has {records[0].Count}. Correct the file.");
        return new CsvFile(comments, records[0], records[1..]);
    }

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
