using System.Globalization;
using CowNotebooks.Forking;

namespace CowNotebooks.Lab.Sentences;

/// <summary>A run in one sentence, for a person.</summary>
internal static class RunSentence
{
    public static string Of(Run run)
    {
        if (run.After is not { } after) return run.Outcome.ToString();
        var pages = run.Copied is { } copied
            ? $"{copied} copied ({ByteText.Of(copied.Count * Run.PageSize)}){Identical(run, copied.Count)}"
            : "copied pages are not known";
        var uss = run.Before.Of(run.By)[FigureTable.Uss] is { } earlier && after.Of(run.By)[FigureTable.Uss] is { } later ? $"USS {ByteText.Of(earlier)} → {ByteText.Of(later)}" : "USS is not known";
        var ending = run.Outcome is Raised raised ? $" · {raised.Message}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{pages} · {Faults(run.MinorFaultGrowth, "minor")}{(run.MajorFaultGrowth > 0 ? $" · {Faults(run.MajorFaultGrowth, "major")}" : "")} · {uss}{ending}");
    }

    private static string Faults(long? count, string kind) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {kind} {(count == 1 ? "fault" : "faults")}");

    private static string Identical(Run run, long copied) =>
        copied == 0 || run.Identical is not { } identical ? ""
            : string.Create(CultureInfo.InvariantCulture, $", {identical:N0} of them identical to the {(run.By == Role.Child ? "parent" : "child")}'s");
}
