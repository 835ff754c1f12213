using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing.Runs;

namespace CowNotebooks.Show.Drawing.Families;

/// <summary>A family of forks at a glance: its sums, a table of its members, a page strip of each, and the notes.</summary>
internal static class FamilyCard
{
    private const int MostStrips = 16, LongestCommand = 100;

    public static string ToHtml(Family family) => $"<div>{string.Concat(
    [
        Html.Paragraph(family.WhyAlone ?? family.ToString(), "font-weight:600"),
        Table.Members(family).ToHtml(),
        StripAssets.Style,
        .. family.Members.Take(MostStrips).Select(Strip),
        StripAssets.Script,
        .. Rest(family).Select(rest => Html.Paragraph(rest)),
    ])}</div>";

    public static string ToText(Family family) => string.Join('\n',
    [
        family.WhyAlone ?? family.ToString(), Table.Members(family).ToString(), .. family.Members.Take(MostStrips).SelectMany(StripLines), .. Rest(family),
    ]);

    public static string ToHtml(Member member) => $"<div>{Html.Paragraph(member.ToString(), "font-weight:600")}{StripAssets.Style}{Strip(member)}{StripAssets.Script}</div>";

    public static string ToText(Member member) => string.Join('\n', StripLines(member).Prepend(member.ToString()));

    private static string Strip(Member member) => MemberStrip.Of(member) is not { } strip ? "" :
        $"{Html.Paragraph(Title(member))}{PageStripHtml.Of(strip)}";

    private static IEnumerable<string> StripLines(Member member) => MemberStrip.Of(member) is { } strip ? [Title(member), strip.ToBlocks(), strip.BlockLegend()] : [];

    private static IEnumerable<string> Rest(Family family) =>
    [
        .. family.Members.Any(member => member.Outline.Count > 0) ? ["The strips have anonymous pages only; the figures have those of files as well."] : Array.Empty<string>(),
        .. family.Members.Count > MostStrips ? [Invariant($"Strips left out: {family.Members.Count - MostStrips:N0}.")] : Array.Empty<string>(),
    ];

    private static string Title(Member member)
    {
        var command = Wording.Command(member);
        return $"{Wording.Of(member)}: {(command.Length <= LongestCommand ? command : $"{command[..LongestCommand]}…")}";
    }
}
