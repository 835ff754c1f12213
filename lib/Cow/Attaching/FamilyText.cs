using System.Globalization;
using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Attaching;

/// <summary>A family for a person, in 80 columns: a row for each member, the same by kind of mapping, the sums, and the notes.</summary>
internal static class FamilyText
{
    private const int MostMappings = 12, LongestName = 24;

    // Those of every family; the others have a column where one of them is not 0.
    private static readonly (MemberFigure Figure, string Column, bool Always)[] Columns =
    [
        (MemberFigures.SharedWithParent, "parent's", true),
        (MemberFigures.SharedWithOthers, "others'", true),
        (MemberFigures.PrivateIdentical, "identical", true),
        (MemberFigures.PrivateDifferent, "different", true),
        (MemberFigures.PrivateUncompared, "private", false),
        (MemberFigures.New, "new", true),
        (MemberFigures.PrivateFile, "file", false),
        (MemberFigures.Swapped, "swapped", false),
    ];

    public static void Write(Family family, bool mappings)
    {
        var asked = family.Of(family.Pid);
        Terminal.WriteParagraph(family.WhyAlone ?? $"{asked.CommandLine switch { "" => asked.Name, var line => Cut(line, 200) }}: {family.Members.Count:N0} processes");
        Console.WriteLine();
        var columns = Columns.Where(column => column.Always || family.Members.Any(member => member[column.Figure] > 0)).ToList();
        WriteMembers(family, columns);
        WriteKinds(family, columns);
        if (mappings) foreach (var member in family.Members) WriteMappings(member, columns);
        WriteSums(family);
        WriteChecks(family);
        foreach (var note in family.Notes) Terminal.WriteParagraph($"! {note}", indent: 2);
    }

    private static void WriteMembers(Family family, IReadOnlyList<(MemberFigure Figure, string Column, bool Always)> columns)
    {
        var table = Terminal.Table(2, $"pages of {Run.PageSize / 1024} kB", ["USS MB", .. columns.Select(column => column.Column)]);
        foreach (var member in family.Members)
        {
            var label = $"{new string(' ', Math.Min(member.Depth, 4))}{member.Pid} {MemberFigures.RoleName(member.Role)}";
            Terminal.AddRow(table, [label, Megabytes(member[MemberFigures.Uss]), .. columns.Select(column => Plain(member[column.Figure]))]);
        }

        Terminal.Write(table);
        Terminal.WriteParagraph("parent's, others': shared with the parent, or with others only. identical, different: private, and the parent has a page there with the same bytes, or with others. new: private, and the parent has none.");
        Console.WriteLine();
    }

    /// <summary>The pages of all children; of a family without any those of all.</summary>
    private static void WriteKinds(Family family, IReadOnlyList<(MemberFigure Figure, string Column, bool Always)> columns)
    {
        var children = family.Members.Where(member => member.Role == MemberRole.Child).ToList();
        var shown = children.Count > 0 ? children : family.Members;
        var table = Terminal.Table(2, children.Count == 0 ? "by kind" : children.Count == 1 ? "the child, by kind" : $"{children.Count:N0} children, by kind", [.. columns.Select(column => column.Column)]);
        foreach (var kind in shown.SelectMany(member => member.ByKind).GroupBy(one => one.Kind).OrderBy(group => group.Key))
            Terminal.AddRow(table, [Name(kind.Key), .. columns.Select(column => Cell(shown, column.Figure, kind.Select(one => one.Pages)))]);
        Terminal.Write(table);
    }

    private static void WriteMappings(Member member, IReadOnlyList<(MemberFigure Figure, string Column, bool Always)> columns)
    {
        var table = Terminal.Table(2, $"{member.Pid}, by mapping", [.. columns.Select(column => column.Column)]);
        var most = member.ByMapping.OrderByDescending(mapping => mapping.Pages.Private).ThenByDescending(mapping => mapping.Pages.Total).ToList();
        foreach (var mapping in most.Take(MostMappings))
            Terminal.AddRow(table, [Cut(Path.GetFileName(mapping.Name), LongestName), .. columns.Select(column => Cell([member], column.Figure, [mapping.Pages]))]);
        if (most.Count > MostMappings)
            Terminal.AddRow(table, [$"{most.Count - MostMappings:N0} more", .. columns.Select(column => Cell([member], column.Figure, most.Skip(MostMappings).Select(mapping => mapping.Pages)))]);
        Terminal.Write(table);
    }

    private static void WriteSums(Family family)
    {
        var table = Terminal.Table(2, "the family", "MB");
        foreach (var figure in new[] { FamilyFigures.Ram, FamilyFigures.RamWithoutSharing, FamilyFigures.RamIfNothingUnshared })
            Terminal.AddRow(table, $"{(figure == FamilyFigures.Ram ? "" : "  ")}{figure.Title}", Megabytes(family[figure]));
        Terminal.Write(table);
    }

    private static void WriteChecks(Family family)
    {
        if (family.Members.All(member => member.Agrees == true)) Terminal.WriteParagraph($"The private pages make up USS exactly{(family.Members.Count > 1 ? ", in each of them" : "")}.");
        var (minor, major) = (family[FamilyFigures.MinorFaultsMeanwhile], family[FamilyFigures.MajorFaultsMeanwhile]);
        var faults = minor + major == 0 ? "no fault was taken meanwhile" : $"they run, and took {Plain(minor + major)} faults of their own meanwhile";
        Terminal.WriteParagraph(string.Create(CultureInfo.InvariantCulture, $"Read in {family.Elapsed.TotalSeconds:0.00} s, {(family.HasFrameNumbers ? "by frame numbers" : "without frame numbers")}; {faults}."));
    }

    // What is not known of one of them has no sum.
    private static string Cell(IReadOnlyList<Member> members, MemberFigure figure, IEnumerable<PageCounts> pages) =>
        members.Any(member => member[figure] is null) ? Plain(null) : Plain(pages.Sum(one => one[figure.Share!.Value]));

    private static string Name(Enum value) => value.ToString().ToLowerInvariant();

    private static string Cut(string text, int most) => text.Length <= most ? text : $"{text[..(most - 1)]}…";

    private static string Megabytes(long? bytes) => bytes is { } size ? (size / 1024.0 / 1024).ToString("N1", CultureInfo.InvariantCulture) : "-";

    private static string Plain(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";
}
