namespace CowNotebooks.Show.Drawing.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Title">What it holds, with the unit: "USS kB". It is broken at blanks where that is narrower.</param>
/// <param name="IsNumber">True for figures, which stand at the right.</param>
internal sealed record Column(string Title, bool IsNumber = true);
