using CowNotebooks.Lab.Recording;

namespace CowNotebooks.Show.Loading;

/// <summary>A file of CSV whose first lines may be comments: RFC 4180, but without line breaks in quoted fields.</summary>
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
        var records = lines.Skip(comments.Count).Where(line => line.Length > 0).Select(CsvLine.Read).ToList();
        if (records.Count == 0) throw new InvalidDataException($"{path} has no header. The first line after the comments names the columns.");
        if (records.FindIndex(record => record.Length != records[0].Length) is > 0 and var odd)
            throw new InvalidDataException($"Row {odd} of {path} has {records[odd].Length} fields, and the header has {records[0].Length}. Correct the file.");
        return new CsvFile(comments, records[0], records[1..]);
    }
}
