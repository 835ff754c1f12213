using System.Text;
using System.Xml.Linq;

namespace CowNotebooks.Show.Drawing.Still;

/// <summary>
/// A page map as it is after the last slice. Over each row lies an invisible rectangle that says what is in it.
/// <code>
///   title
///   legend
///   address of the row (hexadecimal)
///   7f2a1000 +--------------------+
///            | 128 cells a row    |   one path a kind: a run of equal cells in a row is one dashed line, as thick as the row is high, a dash a cell
///            +--------------------+
///             0   20   40 …
///             cell in the row
/// </code>
/// </summary>
internal static class PageMapPicture
{
    private const int MostAddresses = 12;

    // Of the side of a cell.
    private const double Filled = 0.85;

    public static string Of(PageMapPlot plot, Place place)
    {
        var (grid, sheet) = (plot.Grid, new Sheet(place, plot.Title));
        sheet.Legend(grid.Kinds.Select(kind => (Coloured(Svg.Element("rect", ("x", -8), ("y", -6), ("width", 16), ("height", 12)), "fill", kind), kind.Name)));
        sheet.Paragraph(PageMapPlot.YTitle);
        var left = sheet.Left + grid.Rows.Select(row => Letters.Width(PageGrid.Address(row), Sheet.FontSize)).DefaultIfEmpty(0).Max() + 8;
        var (top, width, height) = (sheet.Y + 6, sheet.Right - left, (double)grid.Height);
        var row = height / Math.Max(1, grid.Rows.Count);

        // In units of a cell, which the group enlarges.
        sheet.Add(Svg.Group([("transform", Invariant($"translate({left:0.##} {top:0.##}) scale({width / PageGrid.Columns:0.####} {row:0.####})")), ("fill", "none")], Cells(grid)));
        sheet.Add(grid.Rows.Index().Select(one => Svg.Group([],
            Svg.Hover(Words(grid, one.Item)),
            Svg.Element("rect", ("x", left), ("y", top + (one.Index * row)), ("width", width), ("height", row), ("fill-opacity", 0)))));
        var every = Math.Max(1, (grid.Rows.Count + MostAddresses - 1) / MostAddresses);
        for (var i = 0; i < grid.Rows.Count; i += every)
            sheet.Add(Svg.Text(PageGrid.Address(grid.Rows[i]), left - 8, top + ((i + 0.5) * row) + 4, ("text-anchor", "end")));
        foreach (var column in Scale.Fitting([0, PageGrid.Columns - 1], width).Ticks)
            sheet.Add(Svg.Text($"{column}", left + ((column + 0.5) * width / PageGrid.Columns), top + height + 18, ("text-anchor", "middle")));
        sheet.Y = top + height + 20;
        sheet.Caption(PageMapPlot.XTitle, left, sheet.Right);
        return sheet.Finish(plot.ToText());
    }

    private static IEnumerable<XElement> Cells(PageGrid grid) =>
        from kind in Enum.GetValues<PageKind>()
        let runs = Runs(grid, kind)
        where runs.Length > 0
        let path = Svg.Element("path", ("d", runs), ("stroke-width", Filled), ("stroke-dasharray", Invariant($"{Filled} {1 - Filled:0.##}")), ("transform", "translate(0 0.5)"))
        select Coloured(path, "stroke", grid.Kinds[(int)kind]);

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
                path.Append(Svg.Path($"M{start} {row}h{length}"));
                start += length;
            }
        }

        return path.ToString();
    }

    private static string Words(PageGrid grid, PageCell[] row) =>
        $"{row[0].Address:x}, {row.Length} {(row.Length == 1 ? "cell" : "cells")}\n{string.Join('\n', row.CountBy(cell => cell.Kind).OrderBy(kind => kind.Key).Select(kind => $"{grid.Kinds[(int)kind.Key].Name}: {kind.Value}"))}";

    // What did not change is pale on light ground, and dark on dark ground.
    private static XElement Coloured(XElement element, string attribute, KindStyle kind)
    {
        element.Add(new XAttribute(attribute, kind.IsPale ? "currentColor" : kind.Colour));
        if (kind.IsPale) element.Add(new XAttribute($"{attribute}-opacity", "0.16"));
        return element;
    }
}
