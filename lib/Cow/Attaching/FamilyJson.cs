using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Attaching;

/// <summary>What <c>cow attach --json</c> prints. Names and order are stable for scripts; additions come at the end. A null has a warning that says why.</summary>
internal static class FamilyJson
{
    public static OrderedDictionary<string, object?> Of(Family family, bool mappings)
    {
        var json = new OrderedDictionary<string, object?> { ["pid"] = family.Pid, ["pageSize"] = Run.PageSize, ["frameNumbers"] = family.HasFrameNumbers };
        foreach (var figure in FamilyFigures.Rows) json[figure.Name] = family[figure];
        json["members"] = family.Members.Select(member => Of(member, mappings)).ToList();
        json["alone"] = family.WhyAlone;
        json["warnings"] = family.Notes.Concat(Missing(family)).Distinct().ToList();
        return json;
    }

    private static IEnumerable<string> Missing(Family family) =>
        from member in family.Members
        from figure in MemberFigures.Rows
        let why = figure.WhyMissing(member)
        where why is not null
        group $"process {member.Pid}" by why into same
        select $"Of {string.Join(", ", same)}: {same.Key}";

    private static OrderedDictionary<string, object?> Of(Member member, bool mappings)
    {
        var json = new OrderedDictionary<string, object?>
        {
            ["pid"] = member.Pid,
            ["parentPid"] = member.ParentPid,
            ["role"] = MemberFigures.RoleName(member.Role),
            ["name"] = member.Name,
            ["commandLine"] = member.CommandLine,
        };
        foreach (var figure in MemberFigures.Rows) json[figure.Name] = member[figure];
        json["agrees"] = member.Agrees;
        json["byKind"] = new OrderedDictionary<string, object?>(member.ByKind.Select(one => KeyValuePair.Create(one.Kind.ToString().ToLowerInvariant(), (object?)Of(member, one.Pages))));
        if (mappings) json["mappings"] = member.ByMapping.Select(mapping => Of(member, mapping)).ToList();
        return json;
    }

    private static OrderedDictionary<string, object?> Of(Member member, MemberMapping mapping)
    {
        var json = new OrderedDictionary<string, object?>
        {
            ["start"] = $"{mapping.Map.Start:x}",
            ["end"] = $"{mapping.Map.End:x}",
            ["permissions"] = mapping.Map.Permissions,
            ["path"] = mapping.Map.Path is null ? null : mapping.Name,
            ["kind"] = mapping.Kind.ToString().ToLowerInvariant(),
        };
        foreach (var (name, pages) in Of(member, mapping.Pages)) json[name] = pages;
        return json;
    }

    // What is not known of the member is not known of its parts.
    private static OrderedDictionary<string, long?> Of(Member member, PageCounts pages) =>
        new(MemberFigures.OfPages.Select(figure => KeyValuePair.Create(figure.Name, member[figure] is null ? null : (long?)pages[figure.Share!.Value])));
}
