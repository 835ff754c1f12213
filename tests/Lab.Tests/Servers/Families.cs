using CowNotebooks.Lab;

namespace CowNotebooks.Tests.Servers;

/// <summary>Looks at the family of a server while all of it is stopped.</summary>
internal static class Families
{
    /// <summary>As attaching sees it, once the checker has been found to see the same, to the page.</summary>
    /// <param name="server">The server.</param>
    /// <param name="output">Is told the figures.</param>
    /// <param name="pid">The member to attach to; by default the parent.</param>
    public static Family Look(this Server server, ITestOutputHelper output, int? pid = null)
    {
        using var stopped = server.StopAll();
        using var checker = new FamilyChecker();
        var faults = server.Faults();
        for (var before = Outside(); ;)
        {
            var family = Attach.To(pid ?? server.Parent.Pid, TestContext.Current.CancellationToken);
            var after = Outside();
            // A page of a file is shared or not by what others on this machine map, the checker's own interpreter for one: until they are at rest nobody's figures stand.
            if (before.SequenceEqual(after))
            {
                output.WriteLine($"{family}\n{string.Join('\n', after)}");
                Assert.Equal(after, family.Members.Select(Figures));
                Assert.All(family.Members, member => Assert.True(member.Agrees));
                Assert.Equal([MemberRole.Parent, .. server.Workers.Select(_ => MemberRole.Child)], family.Members.Select(member => member.Role));
                // Looking cost the server nothing.
                Assert.Equal(faults, server.Faults());
                return family;
            }

            before = after;
        }

        IReadOnlyList<OutsideMember> Outside() => checker.Look(server.Parent.Pid, server.Workers);
    }

    /// <summary>Copied by it or by the parent, whatever is in the copy.</summary>
    public static long Copied(this Member member) => member.Pages[PageShare.Identical] + member.Pages[PageShare.Different];

    /// <summary>How many of its pages in RAM it shares, from 0 to 1.</summary>
    public static double SharedShare(this Member member)
    {
        var shared = member.Pages[PageShare.SharedWithParent] + member.Pages[PageShare.SharedWithOthers];
        return (double)shared / (shared + member.Pages.Private);
    }

    /// <summary>The children, by PID.</summary>
    public static IReadOnlyList<Member> Children(this Family family) => [.. family.Members.Where(member => member.Role == MemberRole.Child)];

    public static OutsideMember Figures(Member member) => new(
        member.Pid, member[MemberFigures.Uss]!.Value / Environment.SystemPageSize,
        member.Pages[PageShare.SharedWithParent], member.Pages[PageShare.SharedWithOthers], member.Pages[PageShare.Identical], member.Pages[PageShare.Different],
        member.Pages[PageShare.New], member.Pages[PageShare.Uncompared], member.Pages[PageShare.File], member.Pages[PageShare.Zero], member.Pages[PageShare.Swapped]);
}
