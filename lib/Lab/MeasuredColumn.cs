using System.Globalization;

namespace CowNotebooks.Lab;

/// <summary>A column of a table of measurements: a figure of each row. JSON, CSV and tables are loops over such columns.</summary>
/// <param name="Name">The key in JSON, and the column in CSV: "copiedPages".</param>
/// <param name="Title">What a person reads above it; null when it stands only in files.</param>
/// <param name="Of">The figure, in the unit that the name says; null when it is not known.</param>
/// <typeparam name="T">What a row is.</typeparam>
public sealed record MeasuredColumn<T>(string Name, string? Title, Func<T, double?> Of)
{
    /// <summary>How many stored units make one shown unit.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Digits after the point.</summary>
    public int Digits { get; init; }

    /// <summary>The figure as a person reads it; null when it is not known.</summary>
    public string? Shown(T row) =>
        // Adding 0 makes a zero of a negative zero.
        Of(row) is { } figure ? (Math.Round(figure / Scale, Digits) + 0).ToString(string.Create(CultureInfo.InvariantCulture, $"N{Digits}"), CultureInfo.InvariantCulture) : null;
}

/// <summary>The columns of tables about workers and settings, and their files.</summary>
public static class MeasuredColumns
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>A row for each number of workers, and what the last of them ran.</summary>
    /// <param name="workers">Whose line is beside the measured figures.</param>
    public static IReadOnlyList<MeasuredColumn<WorkersPoint>> Of(Workers workers)
    {
        var line = workers.Ram;
        return
        [
            new("workers", "workers", point => point.Workers.Count),
            Megabytes<WorkersPoint>("ramBytes", "RAM MB", point => point.RamBytes),
            Megabytes<WorkersPoint>("modelBytes", "line MB", point => line.At(point.Workers.Count)),
            Megabytes<WorkersPoint>("fileBytes", "files MB", point => point.FileBytes),
            Megabytes<WorkersPoint>("pageTableBytes", "tables MB", point => point.PageTableBytes),
            new("swapBytes", null, point => point.SwapBytes),
            .. OfRun<WorkersPoint>(point => point.Run),
        ];
    }

    /// <summary>A row for each setting.</summary>
    public static IReadOnlyList<MeasuredColumn<WhatIfRow>> OfSettings { get; } =
    [
        .. OfRun<WhatIfRow>(row => row.Run),
        new("savedPages", "saved", row => row.SavedPages),
        Megabytes<WhatIfRow>("savedBytes", "MB", row => row.SavedPages * Run.PageSize),
        new("savedPercent", "%", row => row.SavedShare * 100) { Digits = 1 },
        new("sharedBytes", null, row => row.Workers.Value?.Ram.SharedBytes),
        new("privateBytes", null, row => row.Workers.Value?.Ram.PrivateBytes),
        new("errorBytes", null, row => row.Workers.Value?.Ram.ErrorBytes),
        new("workersThatFit", "workers", row => row.Workers.Value?.ThatFit.Value?.Workers),
    ];

    private static IEnumerable<MeasuredColumn<T>> OfRun<T>(Func<T, Run?> run) =>
    [
        new("copiedPages", "copied", row => run(row)?.Copied?.Count),
        new("identicalPages", null, row => run(row)?.Identical),
        new("ussGrowthPages", "USS growth", row => run(row)?.UssGrowthPages),
        new("minorFaultGrowth", "min_flt", row => run(row)?.MinorFaultGrowth),
    ];

    private static MeasuredColumn<T> Megabytes<T>(string name, string title, Func<T, double?> bytes) => new(name, title, bytes) { Scale = Megabyte, Digits = 1 };
}
