using System.Globalization;
using System.Text.Json;

namespace CowNotebooks.Show.Drawing;

/// <summary>
/// A page grid as a Plotly heat map. A cell's number is kind × (slices + 1) + slice, so that the numbers stand once, and the slider changes only which of
/// them have the colour of a change: after slice k those of each kind up to k.
/// </summary>
internal static class PageGridFigure
{
    // Shared pages are pale; the others are told apart by colour-blind readers too (Okabe and Ito, 2008).
    private static readonly (PageKind Kind, string Name, string Colour)[] Kinds =
    [
        (PageKind.Shared, "shared with the parent, or unchanged", "#D9DEE4"),
        (PageKind.New, "new", "#56B4E9"),
        (PageKind.Identical, "copied, identical", "#E69F00"),
        (PageKind.Differing, "copied, differing", "#D55E00"),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Kinds.Select(kind => kind.Name)];

    public static string Json(string title, PageGrid grid)
    {
        var rows = grid.Cells.Chunk(PageGrid.Columns).ToList();
        var heat = new
        {
            type = "heatmap",
            name = "pages",
            showlegend = false,
            x = Enumerable.Range(0, PageGrid.Columns),
            y = rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row[0].Address:x}")),
            z = rows.Select(row => row.Select(cell => ((int)cell.Kind * (grid.Slices + 1)) + cell.Slice)),
            zmin = -0.5,
            zmax = (Kinds.Length * (grid.Slices + 1)) - 0.5,
            colorscale = Scale(grid.Slices, grid.Slices),
            showscale = false,
            xgap = 1,
            ygap = 1,
            hovertemplate = "row 0x%{y}, page %{x}<extra></extra>",
        };
        // A heat map has no legend of its own: squares without a place stand in for it.
        var legend = Kinds.Select(kind => new
        {
            type = "scatter",
            mode = "markers",
            name = kind.Name,
            x = new object?[] { null },
            y = new object?[] { null },
            marker = new { color = kind.Colour, symbol = "square", size = 12 },
        });
        return JsonSerializer.Serialize(new { data = (object[])[heat, .. legend], layout = Layout(title, rows.Count, grid.Slices) });
    }

    private static Dictionary<string, object> Layout(string title, int rows, int slices)
    {
        var layout = new Dictionary<string, object>
        {
            ["title"] = new { text = title, x = 0.02, xanchor = "left" },
            ["xaxis"] = new { title = new { text = "page in the row (count)" }, automargin = true, showgrid = false, zeroline = false },
            ["yaxis"] = new { title = new { text = "address of the row (hexadecimal)" }, automargin = true, type = "category", autorange = "reversed", nticks = 12, showgrid = false },
            ["legend"] = new { orientation = "h", x = 0, y = 1.02, xanchor = "left", yanchor = "bottom" },
            ["showlegend"] = true,
            ["height"] = Math.Clamp(rows * 5, 300, 800) + 180,
            ["margin"] = new { t = 90, r = 30 },
        };
        if (slices > 1) layout["sliders"] = new[] { new { active = slices, currentvalue = new { prefix = "slices done: " }, pad = new { t = 50 }, steps = Steps(slices) } };
        return layout;
    }

    private static IEnumerable<object> Steps(int slices) => Enumerable.Range(0, slices + 1).Select(done => new
    {
        label = done.ToString(CultureInfo.InvariantCulture),
        method = "restyle",
        args = new object[] { new { colorscale = new[] { Scale(slices, done) } }, Enumerable.Range(0, 1) },
    });

    /// <summary>Steps instead of a gradient: each border between two colours stands twice. Cell numbers lie in the middle of their step.</summary>
    private static List<object[]> Scale(int slices, int done)
    {
        double all = Kinds.Length * (slices + 1);
        var scale = new List<object[]>();
        foreach (var (kind, _, colour) in Kinds)
        {
            var first = (int)kind * (slices + 1);
            Add(first, first + done + 1, colour);
            Add(first + done + 1, first + slices + 1, Kinds[0].Colour);
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
