using CowNotebooks.Show.Drawing.Tables;
using CowNotebooks.Show.Formatting;

namespace CowNotebooks.Show;

/// <summary>A table of measured figures. Immutable; shows as HTML, and as plain text of 80 columns. A missing figure is a dash, and a note says why.</summary>
[TypeFormatterSource(typeof(TableFormatterSource), PreferredMimeTypes = [MimeTypes.Html, MimeTypes.Plain])]
public sealed partial class Table
{
    private readonly string _caption;
    private readonly IReadOnlyList<Column> _columns;
    private readonly IReadOnlyList<IReadOnlyList<string>> _rows;
    private readonly IReadOnlyList<string> _notes;

    private Table(string caption, IReadOnlyList<Column> columns, IEnumerable<IReadOnlyList<string>> rows, IEnumerable<string> notes) =>
        (_caption, _columns, _rows, _notes) = (caption, columns, [.. rows], [.. notes]);

    /// <summary>The table as plain text.</summary>
    public override string ToString() => PlainTable.Of(_caption, _columns, _rows, _notes);

    internal string ToHtml() => HtmlTable.Of(_caption, _columns, _rows, _notes);
}
