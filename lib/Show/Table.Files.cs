using System.Globalization;
using CowNotebooks.Show.Drawing.Tables;
using CowNotebooks.Show.Formatting;
using CowNotebooks.Show.Loading;
using Microsoft.Data.Analysis;

namespace CowNotebooks.Show;

/// <content>Rows that come from elsewhere.</content>
public sealed partial class Table
{
    /// <summary>A file of CSV (RFC 4180) with a header; the lines at its head that begin with # are the caption. Whole numbers get thousands separators.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="InvalidDataException">It has no header, or a row has more or fewer fields than the header.</exception>
    public static Table Csv(string path)
    {
        var file = CsvFile.Read(path);
        var rows = file.Rows.Select(row => row.Select(Shown).ToList()).ToList();
        var columns = file.Header.Select((title, i) => new Column(title, rows.Count > 0 && rows.TrueForAll(row => Numbers.Is(row[i]))));
        return new Table(string.Join('\n', file.Comments), [.. columns], rows, []);

        static string Shown(string field) => field.Length == 0 ? Numbers.Missing
            : long.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? Numbers.Count(number)
            : field;
    }

    /// <summary>The rows of a data frame, the first 100 at most; numbers stand at the right, whole ones with thousands separators. A null is a dash.</summary>
    /// <param name="frame">The data frame.</param>
    public static Table Rows(DataFrame frame)
    {
        (string caption, IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<string>> rows) = ForeignFormats.Rows(frame);
        return new Table(caption, columns, rows, []);
    }
}
