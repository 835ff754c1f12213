using System.Globalization;
using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Attaching;

/// <summary>A family for a person, in 80 columns: a row for each member, the same by kind of mapping, the sums, and the notes.</summary>
internal static class FamilyText
{
    private const int Width = 80, MostMappings = 12;

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
        Terminal.WriteParagraph(family.WhyAlone ?? $"{asked.CommandLine switch { "" => asked.Name, var line => Terminal.PrintableWithin(line, 200) }}: {family.Members.Count:N0} processes");
        Console.WriteLine();
        var columns = Columns.Where(column => column.Always || family.Members.Any(member => member[column.Figure] > 0)).ToList();
        WriteMembers(family, columns);
        WriteKinds(family, columns);
        if (mappings) foreach (var member in family.Members) WriteMappings(member, columns);
        if (family.Members.Count > 1) WriteSums(family);
        WriteChecks(family);
        foreach (var note in family.Notes) Terminal.WriteParagraph($"! {note}", indent: 2);
    }

    private static void WriteMembers(Family family, IReadOnlyList<(MemberFigure Figure, string Column, bool Always)> columns)
    {
        List<string[]> rows = [.. family.Members.Select(string[] (member) => [FigureText.Megabytes(member[MemberFigures.Uss]), .. columns.Select(column => FigureText.Count(member[column.Figure]))])];
        string[] heads = ["USS MB", .. columns.Select(column => column.Column)];
        var labels = family.Members.Select(member => $"{new string(' ', Math.Min(member.Depth, 4))}{member.Pid} {MemberFigures.RoleName(member.Role)}").ToList();
        var room = Room(heads, rows, gap: 1);
        // Where there is no room for them, the indentation tells who is whose child.
        if (room < labels.Max(label => label.Length)) labels = [.. labels.Select(label => label[..label.LastIndexOf(' ')])];
        var first = $"pages of {Run.PageSize / 1024} kB";
        WriteTable(first.Length <= room ? first : "pages", heads, labels, rows);
        if (family.Members.Count == 1) return;
        Terminal.WriteParagraph(
            "parent's, others': shared with the parent, or with others only. identical, different: private, and the parent has a page there, with the same bytes or not. new: private, and the parent has none.");
        Console.WriteLine();
    }

    /// <summary>The pages of all children; of a family without any those of all.</summary>
    private static void WriteKinds(Family family, IReadOnlyList<(MemberFigure Figure, string Column, bool Always)> columns)
    {
        var children = family.Members.Where(member => member.Role == MemberRole.Child).ToList();
        var shown = children.Count > 0 ? children : family.Members;
        var kinds = shown.SelectMany(member => member.ByKind).GroupBy(one => one.Kind).OrderBy(group => group.Key).ToList();
        WriteTable(
            children.Count switch { 0 => "by kind", 1 => "the child", var count => $"{count:N0} children" },
            [.. columns.Select(column => column.Column)],
            [.. kinds.Select(kind => Name(kind.Key))],
            [.. kinds.Select(string[] (kind) => [.. columns.Select(column => Cell(shown, column.Figure, kind.Select(one => one.Pages)))])]);
    }

    private static void WriteMappings(Member member, IReadOnlyList<(MemberFigure Figure, string Column, bool Always)> columns)
    {
        var most = member.ByMapping.OrderByDescending(mapping => mapping.Pages.Private).ThenByDescending(mapping => mapping.Pages.Total).ToList();
        List<(string Name, IEnumerable<PageCounts> Pages)> shown = [.. most.Take(MostMappings).Select(mapping => (Path.GetFileName(mapping.Name), (IEnumerable<PageCounts>)[mapping.Pages]))];
        if (most.Count > MostMappings) shown.Add(($"{most.Count - MostMappings:N0} more", most.Skip(MostMappings).Select(mapping => mapping.Pages)));
        string[] heads = [.. columns.Select(column => column.Column)];
        List<string[]> rows = [.. shown.Select(string[] (one) => [.. columns.Select(column => Cell([member], column.Figure, one.Pages))])];
        var room = Math.Max(8, Room(heads, rows, gap: 1));
        WriteTable($"in {member.Pid}", heads, [.. shown.Select(one => Terminal.PrintableWithin(one.Name, room))], rows);
    }

    /// <summary>A table with two spaces between columns, or with one where it would be too wide.</summary>
    private static void WriteTable(string first, string[] heads, List<string> labels, List<string[]> rows)
    {
        var table = Terminal.Table(Room(heads, rows, gap: 2) >= labels.Append(first).Max(label => label.Length) ? 2 : 1, first, heads);
        foreach (var (label, row) in labels.Zip(rows)) Terminal.AddRow(table, [label, .. row]);
        Terminal.Write(table);
    }

    /// <summary>How many characters remain for the first column; a table has one more on either side.</summary>
    private static int Room(string[] heads, List<string[]> rows, int gap) =>
        Width - 2 - heads.Select((head, i) => gap + rows.Select(row => row[i].Length).Append(head.Length).Max()).Sum();

    private static void WriteSums(Family family)
    {
        var table = Terminal.Table(2, "the family", "MB");
        foreach (var figure in new[] { FamilyFigures.Ram, FamilyFigures.RamWithoutSharing, FamilyFigures.RamIfNothingUnshared })
            Terminal.AddRow(table, $"{(figure == FamilyFigures.Ram ? "" : "  ")}{figure.Title}", FigureText.Megabytes(family[figure]));
        Terminal.Write(table);
    }

    private static void WriteChecks(Family family)
    {
        if (family.Members.All(member => member.Agrees == true)) Terminal.WriteParagraph($"The private pages make up USS exactly{(family.Members.Count > 1 ? ", in each of them" : "")}.");
        var (minor, major) = (family[FamilyFigures.MinorFaultsMeanwhile], family[FamilyFigures.MajorFaultsMeanwhile]);
        var faults = minor + major == 0 ? "no fault was taken meanwhile" : $"they run, and took {FigureText.Count(minor + major)} faults of their own meanwhile";
        Terminal.WriteParagraph(
            string.Create(CultureInfo.InvariantCulture, $"Read in {family.Elapsed.TotalSeconds:0.00} s, {(family.HasFrameNumbers ? "by frame numbers" : "without frame numbers")}; {faults}."));
    }

    // What is not known of one of them has no sum.
    private static string Cell(IReadOnlyList<Member> members, MemberFigure figure, IEnumerable<PageCounts> pages) =>
        members.Any(member => member[figure] is null) ? FigureText.Count(null) : FigureText.Count(pages.Sum(one => one[figure.Share!.Value]));

    private static string Name(Enum value) => value.ToString().ToLowerInvariant();
}
