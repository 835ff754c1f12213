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
        var family = Look(server.Parent.Pid, server.Workers, pid ?? server.Parent.Pid, server.Faults, output.WriteLine);
        Assert.Equal([MemberRole.Parent, .. server.Workers.Select(_ => MemberRole.Child)], family.Members.Select(member => member.Role));
        return family;
    }

    /// <summary>The same of any family that waits.</summary>
    /// <param name="parent">Its parent.</param>
    /// <param name="children">Its children.</param>
    /// <param name="attachTo">The member to attach to.</param>
    /// <param name="faults">The faults that its members have taken: looking costs them none.</param>
    /// <param name="tell">Is told the figures.</param>
    public static Family Look(int parent, IReadOnlyList<int> children, int attachTo, Func<IReadOnlyList<long>> faults, Action<string>? tell = null)
    {
        using var checker = new FamilyChecker();
        var before = faults();
        // The checker's own interpreter is a stranger too.
        var (outside, family) = Strangers.Still(() => checker.Look(parent, children), () => Attach.To(attachTo, TestContext.Current.CancellationToken));
        tell?.Invoke($"{family}\n{string.Join('\n', outside)}");
        Assert.Equal(outside, family.Members.Select(Figures));
        Assert.All(family.Members, member => Assert.True(member.Agrees));
        Assert.Equal(before, faults());
        return family;
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

    /// <summary>Its private pages less those of files, which strangers make private or shared.</summary>
    public static long Own(this Member member) => member.Pages.Private - member.Pages[PageShare.File];

    public static OutsideMember Figures(Member member) => new(
        member.Pid, member[MemberFigures.Uss]!.Value / Environment.SystemPageSize,
        member.Pages[PageShare.SharedWithParent], member.Pages[PageShare.SharedWithOthers], member.Pages[PageShare.Identical], member.Pages[PageShare.Different],
        member.Pages[PageShare.New], member.Pages[PageShare.Uncompared], member.Pages[PageShare.File], member.Pages[PageShare.Zero], member.Pages[PageShare.Swapped]);
}
