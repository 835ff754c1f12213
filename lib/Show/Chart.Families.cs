using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

/// <content>Families of forks.</content>
public sealed partial class Chart
{
    /// <summary>
    /// The RAM of families of forks side by side, or of one at several moments, with what it would be if nothing had been un-shared, dashed; in MB of 1,024 kB.
    /// </summary>
    /// <param name="looks">What <see cref="Attach.To"/> found, each with a name.</param>
    public static Chart Ram(params (string Name, Family Family)[] looks)
    {
        object[] names = [.. Wording.Numbered([.. looks.Select(look => look.Name)])];
        var point = Findings.Extremes(names, [.. looks.Select(look => Numbers.Megabytes(look.Family[FamilyFigures.Ram]))], "MB");
        return new Chart("RAM of a family", point, "when", "memory of all its processes (MB)",
            Series(FamilyFigures.Ram, Look.Bar, Palette.Uss),
            Series(FamilyFigures.RamWithoutSharing, Look.Bar, Palette.Pss),
            Series(FamilyFigures.RamIfNothingUnshared, Look.Predicted, Palette.Prediction));

        Series Series(FamilyFigure figure, Look look, string colour) =>
            new(figure.Title, look, colour, names, [.. looks.Select(one => Numbers.Megabytes(one.Family[figure]))]);
    }
}
