namespace CowNotebooks.Show.Drawing.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Title">What it holds, with the unit: "USS kB". It may be wrapped at its spaces.</param>
/// <param name="IsNumber">True for numbers, which are aligned at the right.</param>
internal sealed record Column(string Title, bool IsNumber = true);
