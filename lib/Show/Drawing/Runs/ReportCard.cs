using System.Net;
using CowNotebooks.Lab;

namespace CowNotebooks.Show.Drawing.Runs;

/// <summary>An experiment at a glance: what it was, whether its figures agree, its warnings, and its run.</summary>
internal static class ReportCard
{
    public static string ToHtml(Report report) =>
        $"<div>{string.Concat(Lines(report).Select(line => $"<div>{WebUtility.HtmlEncode(line)}</div>"))}</div>{RunCard.ToHtml(report.Run)}";

    public static string ToText(Report report) => string.Join('\n', Lines(report).Append(RunCard.ToText(report.Run)));

    // The run tells its own notes, and a disagreement is among the report's.
    private static IEnumerable<string> Lines(Report report)
    {
        yield return $"{Wording.Sentence(report)}:";
        if (report.Reconciliation.Verdict != Verdict.Disagree) yield return report.Reconciliation.Sentence;
        foreach (var warning in report.Notes.Except(report.Run.Notes)) yield return $"⚠ {warning}";
    }
}
