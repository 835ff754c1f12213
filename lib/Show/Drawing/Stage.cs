namespace CowNotebooks.Show.Drawing;

/// <summary>How far the run is that a chart shows while it goes on.</summary>
/// <param name="Done">How many slices are done.</param>
/// <param name="Slices">Of how many.</param>
/// <param name="IsLast">True when no other chart will follow in its place.</param>
internal sealed record Stage(int Done, int Slices, bool IsLast);
