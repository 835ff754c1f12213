using System.Globalization;
using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Watching;

/// <summary>The figures as a person reads them, each in the width that its kind needs.</summary>
internal static class WatchColumns
{
    /// <summary>Those that are shown.</summary>
    public static IReadOnlyList<WatchFigure> Shown { get; } = [.. WatchFigures.Rows.Where(figure => figure.IsShown)];

    /// <summary>The heads, in line with the cells.</summary>
    public static string Heads => string.Concat(Shown.Select(figure => figure.Title.PadLeft(Width(figure))));

    /// <summary>The figures over these processes.</summary>
    public static string Cells(IReadOnlyCollection<WatchedProcess> processes) => string.Concat(Shown.Select(figure => Cell(figure, processes).PadLeft(Width(figure))));

    /// <summary>One figure; a dash when there is none.</summary>
    public static string Cell(WatchFigure figure, IReadOnlyCollection<WatchedProcess> processes) => figure.Of(processes) is { } value ? Text(figure.Kind, value) : "-";

    /// <summary>"1,234.5" for bytes, in MB; "87%" for a share.</summary>
    public static string Text(WatchKind kind, double value) => kind switch
    {
        WatchKind.Bytes => FigureText.Megabytes(value),
        // 100 % and 0 % are said of nothing that is a little less or more.
        WatchKind.Ratio => string.Create(CultureInfo.InvariantCulture, $"{(value is > 0.99 and < 1 ? 99 : value is > 0 and < 0.01 ? 1 : value * 100):N0}%"),
        WatchKind.Rate when value >= 99_999.5 => string.Create(CultureInfo.InvariantCulture, $"{value / 1000:N0}k"),
        _ => value.ToString("N0", CultureInfo.InvariantCulture),
    };

    private static int Width(WatchFigure figure) => figure.Kind switch
    {
        WatchKind.Bytes => 9,
        _ => 7,
    };
}
