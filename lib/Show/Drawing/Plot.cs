using CowNotebooks.Show.Drawing.Live;
using CowNotebooks.Show.Drawing.Still;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show.Drawing;

/// <summary>What a chart shows, before it is drawn. The figure for front ends that run scripts and the still picture for the others are both drawn from this.</summary>
/// <param name="Title">What stands above it.</param>
internal abstract record Plot(string Title)
{
    /// <summary>Whether an axis holds names, which need room.</summary>
    public virtual bool HasNames => false;

    /// <summary>A Plotly figure: a JSON object with data and layout.</summary>
    public abstract string ToFigure();

    /// <summary>A picture that needs no script: SVG 1.1.</summary>
    /// <param name="place">Where it is shown.</param>
    public abstract string ToPicture(Place place);

    /// <summary>In words, for a terminal and for those who do not see it.</summary>
    public abstract string ToText();
}

/// <summary>How a series is drawn.</summary>
internal enum Look
{
    /// <summary>A line with a marker at each measurement.</summary>
    Line,

    /// <summary>A dashed line: computed before anything was measured.</summary>
    Predicted,

    /// <summary>A dotted line: what a reader guessed.</summary>
    Guess,

    /// <summary>Bars, side by side with those of other series.</summary>
    Bar,

    /// <summary>A marker at each point, without a line.</summary>
    Mark,

    /// <summary>A dashed outline beside the bars, in a Plotly figure a diamond on them: computed before anything was measured.</summary>
    PredictedMark,

    /// <summary>The same, dotted, in a Plotly figure a cross: what a reader guessed.</summary>
    GuessMark,
}

/// <summary>One series of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Look">How it is drawn.</param>
/// <param name="Colour">Of <see cref="Palette"/>.</param>
/// <param name="X">Numbers, or names.</param>
/// <param name="Y">Numbers; null where there is none.</param>
internal sealed record Series(string Name, Look Look, string Colour, IReadOnlyList<object> X, IReadOnlyList<double?> Y)
{
    /// <summary>Whether it holds what was measured; else it was there before.</summary>
    public bool IsMeasured => Look is Look.Line or Look.Bar or Look.Mark;
}

/// <summary>Series over two axes.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="Point">What one sees in it, in a sentence; empty when there is nothing yet.</param>
/// <param name="XTitle">What one axis holds, with its unit: "size of the heap (MB)"; or what its names are.</param>
/// <param name="YTitle">What the other axis holds, with its unit.</param>
/// <param name="Series">What is drawn.</param>
internal sealed record SeriesPlot(string Title, string Point, string XTitle, string YTitle, IReadOnlyList<Series> Series) : Plot(Title)
{
    /// <summary>The names along an axis, in order; none when it holds numbers.</summary>
    public IReadOnlyList<string> Names { get; } = [.. Series.SelectMany(series => series.X).OfType<string>().Distinct()];

    public override bool HasNames => Names.Count > 0;

    /// <summary>The first axis, in words.</summary>
    public AxisWords Across { get; } = AxisWords.Of(XTitle);

    /// <summary>The second axis, in words.</summary>
    public AxisWords Up { get; } = AxisWords.Of(YTitle);

    public override string ToFigure() => SeriesFigure.Json(this);

    public override string ToPicture(Place place) => HasNames ? BarPicture.Of(this, place) : LinePicture.Of(this, place);

    public override string ToText() => Summary.Of(this);
}

/// <summary>Pages in the order of addresses, a cell each.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="Grid">The pages.</param>
internal sealed record PageMapPlot(string Title, PageGrid Grid) : Plot(Title)
{
    public const string XTitle = "cell in the row (count)";
    public const string YTitle = "address of the row (hexadecimal)";

    public override string ToFigure() => PageMapFigure.Json(this);

    public override string ToPicture(Place place) => PageMapPicture.Of(this, place);

    public override string ToText()
    {
        var counts = Grid.Cells.CountBy(cell => cell.Kind).ToDictionary();
        var kinds = Grid.Kinds.Select((style, kind) => $"{style.Name}: {Numbers.Count(counts.GetValueOrDefault((PageKind)kind))}");
        return $"Chart: {Title}.\n  {string.Join("; ", kinds)}.\n  {Numbers.Count(Grid.Cells.Count)} cells in rows of {PageGrid.Columns}, by address{Range()}.";
    }

    private string Range() => Grid.Cells.Count == 0 ? "" : $", from {Grid.Cells[0].Address:x} to {Grid.Cells[^1].Address:x}";
}
