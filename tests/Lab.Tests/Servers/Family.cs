namespace CowNotebooks.Tests.Servers;

/// <summary>Looks at the family of a server while all of it is stopped.</summary>
internal static class Family
{
    /// <summary>As the checker sees it.</summary>
    public static OutsideFamily Outside(Server server, ITestOutputHelper output)
    {
        using var _ = server.StopAll();
        var family = FamilyChecker.Look(server.Parent.Pid, server.Workers);
        output.WriteLine($"{family.Frames} frames");
        foreach (var member in family.Members) output.WriteLine($"{member}");
        return family;
    }

    /// <summary>One of them.</summary>
    public static OutsideMember Of(this OutsideFamily family, int pid) => family.Members.Single(member => member.Pid == pid);
}
