using System.Globalization;
using static CowNotebooks.Show.Drawing.Live.PlotlyNet;

namespace CowNotebooks.Show.Drawing.Live;

/// <summary>
/// A page map as a Plotly heat map with a slider. A cell's number is kind × (slices + 1) + slice: it is sent once, and the slider changes only which
/// numbers have the colour of their kind. After slice k these are the numbers of each kind up to k.
/// </summary>
internal static class PageMapFigure
{
    public static string Json(PageMapPlot plot)
    {
        var grid = plot.Grid;
        var heat = Attributes(
            ("name", "pages"),
            ("showlegend", false),
            ("x", Enumerable.Range(0, PageGrid.Columns)),
            ("y", grid.Rows.Select(PageGrid.Address)),
            ("z", grid.Rows.Select(row => row.Select(cell => ((int)cell.Kind * (grid.Slices + 1)) + cell.Slice))),
            // Each number lies in the middle of its step of the colour scale.
            ("zmin", -0.5),
            ("zmax", (grid.Kinds.Count * (grid.Slices + 1)) - 0.5),
            ("colorscale", ColourScale(grid, grid.Slices)),
            ("showscale", false),
            ("xgap", 1),
            ("ygap", 1),
            ("hovertemplate", "row 0x%{y}, cell %{x}<extra></extra>"));
        // A heat map has no legend of its own: each kind is a series of squares without a point, which stands in the legend only.
        var legend = grid.Kinds.Select(kind => ("scatter", Attributes(
            ("mode", "markers"),
            ("name", kind.Name),
            ("x", new object?[] { null }),
            ("y", new object?[] { null }),
            ("marker", Attributes(("color", ColourOf(kind)), ("symbol", "square"), ("size", 12))))));
        return PlotlyNet.Json([("heatmap", heat), .. legend], plot.Title, grid.Height + Around, Layout(grid));
    }

    private static string ColourOf(KindStyle kind) => kind.IsPale ? Palette.SharedPageOnAnyGround : kind.Colour;

    private static Dictionary<string, object> Layout(PageGrid grid)
    {
        var layout = Attributes(
            ("xaxis", Attributes(("title", AxisTitle(PageMapPlot.XTitle)), ("automargin", true), ("showgrid", false), ("zeroline", false))),
            ("yaxis", Attributes(("title", AxisTitle(PageMapPlot.YTitle)), ("automargin", true), ("type", "category"), ("autorange", "reversed"), ("nticks", 12), ("showgrid", false))));
        if (grid.Slices > 1) layout.Add("sliders", new[] { Slider(grid) });
        return layout;
    }

    private static Dictionary<string, object> Slider(PageGrid grid) => Attributes(
        ("active", grid.Slices),
        ("currentvalue", Attributes(("prefix", "slices done: "))),
        ("pad", Attributes(("t", 50))),
        ("steps", Enumerable.Range(0, grid.Slices + 1).Select(done => Attributes(
            ("label", done.ToString(CultureInfo.InvariantCulture)),
            ("method", "restyle"),
            ("args", new object[] { Attributes(("colorscale", new[] { ColourScale(grid, done) })), Enumerable.Range(0, 1) })))));

    /// <summary>Steps instead of a gradient: each border between two colours is given twice, once with either colour.</summary>
    private static List<object[]> ColourScale(PageGrid grid, int done)
    {
        var slices = grid.Slices;
        double all = grid.Kinds.Count * (slices + 1);
        var scale = new List<object[]>();
        foreach (var (kind, style) in grid.Kinds.Index())
        {
            var first = kind * (slices + 1);
            Add(first, first + done + 1, ColourOf(style));
            Add(first + done + 1, first + slices + 1, Palette.SharedPageOnAnyGround);
        }

        return scale;

        void Add(int from, int to, string colour)
        {
            if (from == to) return;
            scale.Add([from / all, colour]);
            scale.Add([to / all, colour]);
        }
    }
}
