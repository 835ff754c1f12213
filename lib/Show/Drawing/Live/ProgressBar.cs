using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show.Drawing.Live;

/// <summary>The bar above the chart of a run: how many slices are done.</summary>
/// <param name="Done">How many slices are done.</param>
/// <param name="Slices">Of how many.</param>
/// <param name="Label">What stands beside the bar.</param>
internal sealed record ProgressBar(int Done, int Slices, string Label)
{
    /// <summary>Of a run that has not begun; how many slices it will have is not known.</summary>
    public static ProgressBar NotStarted { get; } = new(0, 1, "waiting");

    /// <summary>Of a run that goes on, or has ended.</summary>
    public static ProgressBar Of(int done, int slices) => new(done, slices, $"{Numbers.Count(done)} of {Numbers.Count(slices)} slices");

    public string ToHtml() => $"<div><label><progress max=\"{Slices}\" value=\"{Done}\"></progress> {Label}</label></div>\n";
}
