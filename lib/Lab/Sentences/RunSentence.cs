using System.Globalization;
using CowNotebooks.Forking;

namespace CowNotebooks.Lab.Sentences;

/// <summary>A run in one sentence, for a person: sizes in kB or MB of 1,024.</summary>
internal static class RunSentence
{
    private const double Kilobyte = 1024, Megabyte = 1024 * 1024;

    public static string Of(Run run)
    {
        if (run.After is not { } after) return run.Outcome.ToString();
        var pages = run.Copied is { } copied
            ? $"{copied} copied ({Bytes(copied.Count * Run.PageSize)}){Identical(run, copied.Count)}"
            : "copied pages are not known";
        var uss = run.Before.Of(run.By)[FigureTable.Uss] is { } earlier && after.Of(run.By)[FigureTable.Uss] is { } later ? $"USS {Bytes(earlier)} → {Bytes(later)}" : "USS is not known";
        var ending = run.Outcome is Raised raised ? $" · {raised.Message}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{pages} · {run.MinorFaultGrowth:N0} minor {(run.MinorFaultGrowth == 1 ? "fault" : "faults")} · {uss}{ending}");
    }

    private static string Identical(Run run, long copied) =>
        copied == 0 || run.Identical is not { } identical ? "" : string.Create(CultureInfo.InvariantCulture, $", {identical:N0} of them identical to the {(run.By == Role.Child ? "parent" : "child")}'s");

    /// <summary>"512 kB", "31.4 MB".</summary>
    public static string Bytes(long bytes) => bytes < Megabyte
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Kilobyte:N0} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / Megabyte:N1} MB");
}
