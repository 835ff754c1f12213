using System.Net;
using CowNotebooks.Forking;
using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show.Drawing.Runs;

/// <summary>A run at a glance: its sentence, what was predicted, warnings, the page strip, the other side, output and value.</summary>
internal static class RunCard
{
    private const int MostCharacters = 4000, MostTypes = 4;

    public static string ToHtml(Run run)
    {
        var strip = PageStrip.Of(run);
        string[] parts =
        [
            Html.Paragraph(run.ToString(), "font-weight:600"),
            .. Facts(run).Select(fact => Html.Paragraph(fact)),
            .. run.Notes.Select(note => Html.Paragraph($"⚠ {note}")),
            strip is null ? "" : StripAssets.Style + PageStripHtml.Of(run, strip) + StripAssets.Script,
            .. new[] { run.Output, run.Value }.Where(text => !string.IsNullOrEmpty(text)).Select(text => $"<pre>{WebUtility.HtmlEncode(Cut(text!))}</pre>"),
        ];
        return $"<div>{string.Concat(parts)}</div>";
    }

    public static string ToText(Run run)
    {
        var strip = PageStrip.Of(run);
        string[] lines =
        [
            run.ToString(),
            .. Facts(run),
            .. run.Notes.Select(note => $"Note: {note}"),
            .. strip is null ? Array.Empty<string>() : [strip.ToBlocks(), strip.BlockLegend()],
            .. new[] { run.Output, run.Value }.Where(text => !string.IsNullOrEmpty(text)).Select(text => Cut(text!.TrimEnd('\n'))),
        ];
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Facts(Run run)
    {
        if (run.Predicted is { } predicted)
            yield return run.Reconciliation is { Verdict: Verdict.Agree } ? $"Predicted: {Numbers.Pages(predicted)}. The four figures agree." : $"Predicted: {Numbers.Pages(predicted)}.";
        if (OtherSide(run) is { } other) yield return other;
        if (run.CopiedTypes is { Count: > 0 } types)
            yield return $"On the copied pages: {string.Join(", ", types.Take(MostTypes).Select(type => $"{Numbers.Count(type.Objects)} {type.Type}"))}{(types.Count > MostTypes ? ", …" : "")}.";
        if (run.PageMap is { IsThere: false, Why: { Length: > 0 } why } && run.After is not null) yield return $"No page strip: {why}";
    }

    /// <summary>What became of the one that waited: it is left alone with pages that the other copied.</summary>
    private static string? OtherSide(Run run)
    {
        if (run.OtherPageMap.Value is not { } pages || pages.Copied.Count + pages.New.Count + pages.Reused.Count == 0) return null;
        (string What, long Count)[] changes = [("copied", pages.Copied.Count), ("new", pages.New.Count), ("became private without a copy", pages.Reused.Count)];
        var told = string.Join(", ", changes.Where(change => change.Count > 0).Select(change => $"{Numbers.Pages(change.Count)} {change.What}"));
        return $"The {(run.By == Role.Child ? "parent, which" : "child, which")} waited: {told}.";
    }

    private static string Cut(string text) => text.Length <= MostCharacters ? text : Invariant($"{text[..MostCharacters]}\n… {text.Length - MostCharacters:N0} more characters");
}
