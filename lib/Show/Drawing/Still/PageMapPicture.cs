using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace CowNotebooks.Show.Drawing.Still;

/// <summary>
/// A page map as a still picture, as it is after the last slice. OxyPlot would draw it as a bitmap, larger and less sharp.
/// <code>
///   title
///   legend
///   address  +--------------------+
///            | 128 cells a row    |   one path a kind: a run of equal cells in a row is one line, as thick as the row is high
///            +--------------------+
///             0   20   40 …
///             cell in the row
/// </code>
/// </summary>
internal static class PageMapPicture
{
    private const int CellWidth = 5, Left = 150, Top = 70, Right = 20, Bottom = 55;
    private const int Width = Left + (PageGrid.Columns * CellWidth) + Right;
    private const int TickDistance = 20, MostAddresses = 12;
    // The average of DejaVu Sans, the widest usual font.
    private const double LetterWidth = 7.5;

    private static readonly XNamespace Svg11 = "http://www.w3.org/2000/svg";

    /// <summary>The picture as SVG 1.1.</summary>
    public static string Svg(PageMapPlot plot)
    {
        var (grid, height) = (plot.Grid, Top + plot.Grid.Height + Bottom);
        var picture = Element("svg", ("version", "1.1"), ("width", Width), ("height", height), ("viewBox", $"0 0 {Width} {height}"),
            ("font-family", "sans-serif"), ("font-size", 12));
        // Colours of its own on a white ground: nothing tells a picture that the page around it is dark.
        picture.Add(Element("rect", ("width", Width), ("height", height), ("fill", "#FFFFFF")));
        picture.Add(Text(plot.Title, 14, 24, ("font-size", 15)));
        picture.Add(Legend(), Addresses(grid), Columns(grid.Height));
        picture.Add(Text(PageMapPlot.XTitle, Left + (PageGrid.Columns * CellWidth / 2), height - 14, ("text-anchor", "middle")));
        var middle = Top + (grid.Height / 2);
        picture.Add(Text(PageMapPlot.YTitle, 18, middle, ("text-anchor", "middle"), ("transform", $"rotate(-90 18 {middle})")));
        picture.Add(Cells(grid));
        return picture.ToString(SaveOptions.DisableFormatting);
    }

    // In units of a cell, which the group enlarges.
    private static XElement Cells(PageGrid grid)
    {
        var rows = grid.Rows.Count;
        var cells = Element("g", ("transform", Invariant($"translate({Left} {Top}) scale({CellWidth} {(double)grid.Height / Math.Max(1, rows):0.####})")), ("fill", "none"));
        foreach (var (kind, style) in PageKinds.All.Index())
            if (Runs(grid, (PageKind)kind) is { Length: > 0 } runs) cells.Add(Element("path", ("d", runs), ("stroke", style.Colour), ("stroke-width", 1), ("transform", "translate(0 0.5)")));
        var gaps = string.Concat(Enumerable.Range(1, PageGrid.Columns - 1).Select(column => $"M{column} 0v{rows}"))
            + string.Concat(Enumerable.Range(1, Math.Max(0, rows - 1)).Select(row => $"M0 {row}h{PageGrid.Columns}"));
        cells.Add(Element("path", ("d", gaps), ("stroke", "#FFFFFF"), ("stroke-width", 0.15)));
        return cells;
    }

    private static string Runs(PageGrid grid, PageKind kind)
    {
        var path = new StringBuilder();
        for (var row = 0; row < grid.Rows.Count; row++)
        {
            var cells = grid.Rows[row];
            for (var start = 0; start < cells.Length; start++)
            {
                if (cells[start].Kind != kind) continue;
                var length = cells.Skip(start).TakeWhile(cell => cell.Kind == kind).Count();
                path.Append(CultureInfo.InvariantCulture, $"M{start} {row}h{length}");
                start += length;
            }
        }

        return path.ToString();
    }

    private static IEnumerable<XElement> Legend()
    {
        double x = Left;
        foreach (var kind in PageKinds.All)
        {
            yield return Element("rect", ("x", x), ("y", 45), ("width", 12), ("height", 12), ("fill", kind.Colour));
            yield return Text(kind.Name, x + 17, 55);
            x += 17 + (kind.Name.Length * LetterWidth) + 18;
        }
    }

    private static IEnumerable<XElement> Addresses(PageGrid grid)
    {
        var every = Math.Max(1, (grid.Rows.Count + MostAddresses - 1) / MostAddresses);
        for (var row = 0; row < grid.Rows.Count; row += every)
            yield return Text(PageGrid.Address(grid.Rows[row]), Left - 8, Top + ((row + 0.5) * grid.Height / grid.Rows.Count) + 4, ("text-anchor", "end"));
    }

    private static IEnumerable<XElement> Columns(int height)
    {
        for (var column = 0; column < PageGrid.Columns; column += TickDistance)
            yield return Text($"{column}", Left + ((column + 0.5) * CellWidth), Top + height + 18, ("text-anchor", "middle"));
    }

    private static XElement Text(string text, double x, double y, params (string, object)[] attributes) =>
        new(Element("text", [("x", x), ("y", y), .. attributes])) { Value = text };

    private static XElement Element(string name, params (string Name, object Value)[] attributes) =>
        new(Svg11 + name, attributes.Select(attribute => new XAttribute(attribute.Name, Convert.ToString(attribute.Value, CultureInfo.InvariantCulture)!)));

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
