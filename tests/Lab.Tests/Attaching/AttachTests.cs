using CowNotebooks.Lab;
using CowNotebooks.Procfs;
using CowNotebooks.Tests.Servers;

namespace CowNotebooks.Tests.Attaching;

/// <summary>What attaching says of pages is exact: each law to the page, and all figures beside those of a checker that knows nothing of this repository.</summary>
public sealed class AttachTests
{
    private static readonly int PageSize = Environment.SystemPageSize;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Pages_written_back_are_identical_others_different_fresh_ones_new_and_the_rest_is_shared()
    {
        using var forks = new Forks();
        forks.Tell("root fork child", "child write 0 100", "child same 100 200", "child new 7", "child zero 5", "child shared 0 3");

        var family = Look(forks, ["child"], attachTo: "child");

        var (parent, child) = (family.Members[0], family.Of(forks["child"]));
        Assert.Equal([forks["root"], forks["child"]], family.Members.Select(member => member.Pid));
        Assert.Equal([MemberRole.Parent, MemberRole.Child], family.Members.Select(member => member.Role));
        AssertPages(At(child, forks.Region), (PageShare.Different, 100), (PageShare.Identical, 200), (PageShare.SharedWithParent, 700));
        AssertPages(Fresh(child), (PageShare.New, 7), (PageShare.Zero, 5));
        // The originals of what the child copied are the parent's alone now.
        AssertPages(At(parent, forks.Region), (PageShare.Uncompared, 300), (PageShare.SharedWithOthers, 700));
        // Shared memory is written by both.
        AssertPages(At(child, forks.Shared), (PageShare.SharedWithParent, 16));
        Assert.Equal(16, child.ByKind.Single(one => one.Kind == MappingKind.Shmem).Pages[PageShare.SharedWithParent]);
        Assert.Equal(child.Pages.Unshared, family.UnsharedPages);
        Assert.Equal(child.Pages.Total, child.ByKind.Sum(one => one.Pages.Total));
        Assert.Null(family.WhyAlone);
    }

    [Fact]
    public void A_child_that_only_reads_elements_has_a_page_of_its_own_for_each_of_theirs_and_they_are_identical()
    {
        using var forks = new Forks();
        forks.Tell("root fork child");
        var before = Attach.To(forks["root"], Cancel).Of(forks["child"]);

        var elements = forks.Tell("child iterate 60000");

        var after = Look(forks, ["child"]).Of(forks["child"]);
        // The first and the last page hold other objects too, which may have been copied before or differ.
        Assert.InRange(after.Pages[PageShare.Identical] - before.Pages[PageShare.Identical], elements - 4, elements + 40);
        Assert.InRange(after.Pages[PageShare.Different] - before.Pages[PageShare.Different], 0, 80);
        Assert.True(elements > 400);
    }

    [Fact]
    public void What_the_parent_rewrites_its_children_share_with_each_other_only_and_it_costs_the_family_one_copy()
    {
        using var forks = new Forks();
        forks.Tell("root fork one", "root fork two");
        var before = WithoutFiles(forks["one"]);

        forks.Tell("root write 0 500");

        var after = Look(forks, ["one", "two"], attachTo: "two");
        foreach (var child in after.Members.Skip(1)) AssertPages(At(child, forks.Region), (PageShare.SharedWithOthers, 500), (PageShare.SharedWithParent, 500));
        AssertPages(At(after.Members[0], forks.Region), (PageShare.Uncompared, 500), (PageShare.SharedWithOthers, 500));
        Assert.InRange(after.UnsharedPages - before.UnsharedPages, 500, 600);
        Assert.InRange(WithoutFiles(forks["one"]).Ceiling - before.Ceiling, -32L * PageSize, 32L * PageSize);
    }

    [Fact]
    public void What_the_parent_copied_away_from_its_only_child_is_said_to_be_left_by_others()
    {
        using var forks = new Forks();
        forks.Tell("root fork child", "root write 0 500");

        var family = Look(forks, ["child"]);

        var child = family.Of(forks["child"]);
        AssertPages(At(child, forks.Region), (PageShare.Different, 500), (PageShare.SharedWithParent, 500));
        Assert.InRange(child.LeftByOthers!.Value, 1, child.Pages.Unshared);
        Assert.Contains(family.Notes, note => note.StartsWith($"At least {child.LeftByOthers:N0} of the", StringComparison.Ordinal));
        // A child's own copies are never said to be others'.
        using var other = new Forks();
        other.Tell("root fork child", "child write 0 500");
        Assert.InRange(Attach.To(other["child"], Cancel).Of(other["child"]).LeftByOthers!.Value, 0, 50);
    }

    [Fact]
    public void What_the_parent_has_released_is_its_childrens_and_the_last_ones_new()
    {
        using var forks = new Forks();
        forks.Tell("root fork one", "root fork two", "root drop 20 5");

        AssertPages(At(Look(forks, ["one", "two"]).Of(forks["one"]), forks.Region), (PageShare.SharedWithOthers, 5), (PageShare.SharedWithParent, 995));
        forks.Tell("two leave");
        AssertPages(At(Look(forks, ["one"]).Of(forks["one"]), forks.Region), (PageShare.New, 5), (PageShare.SharedWithParent, 995));
    }

    [Fact]
    public void A_grandchild_is_compared_with_its_own_parent_and_whoever_is_named_the_family_is_the_same()
    {
        using var forks = new Forks();
        forks.Tell("root fork child", "child fork grandchild", "grandchild write 0 3", "child write 10 5");

        foreach (var name in new[] { "root", "child", "grandchild" })
        {
            var family = Attach.To(forks[name], Cancel);
            Assert.Equal([forks["root"], forks["child"], forks["grandchild"]], family.Members.Select(member => member.Pid));
            Assert.Equal([null, forks["root"], forks["child"]], family.Members.Select(member => member.ParentPid));
            Assert.Equal([0, 1, 2], family.Members.Select(member => member.Depth));
            AssertPages(At(family.Members[1], forks.Region), (PageShare.Different, 5), (PageShare.SharedWithParent, 995));
            // What its parent rewrote it shares with its grandparent still.
            AssertPages(At(family.Members[2], forks.Region), (PageShare.Different, 3), (PageShare.SharedWithOthers, 5), (PageShare.SharedWithParent, 992));
            Assert.All(family.Members, member => Assert.True(member.Agrees));
        }
    }

    [Fact]
    public void One_write_into_a_huge_page_makes_one_small_page_private()
    {
        using var forks = new Forks();
        forks.Tell("root fork child", "child huge 700 1");

        AssertPages(At(Look(forks, ["child"]).Of(forks["child"]), forks.Huge), (PageShare.Different, 1), (PageShare.SharedWithParent, 2047));
    }

    [Fact]
    public void One_write_into_the_first_small_page_of_a_huge_page_leaves_the_others_shared_on_both_sides()
    {
        using var forks = new Forks();
        var first = (512 - (forks.Huge / (ulong)PageSize % 512)) % 512;
        forks.Tell("root fork child", $"child huge {first} 1", $"child huge {first + 512} 1");

        var family = Look(forks, ["child"]);

        AssertPages(At(family.Of(forks["child"]), forks.Huge), (PageShare.Different, 2), (PageShare.SharedWithParent, 2046));
        AssertPages(At(family.Members[0], forks.Huge), (PageShare.Uncompared, 2), (PageShare.SharedWithOthers, 2046));
    }

    [Fact]
    public void A_guard_region_is_no_page_of_any_kind()
    {
        using var forks = new Forks();
        forks.Tell("root fork child");
        Requires.That(forks.Tell("child guard 10 20") == 0, "This kernel has no guard regions. Run it on Linux 6.13 or later.");

        var family = Look(forks, ["child"]);

        AssertPages(At(family.Of(forks["child"]), forks.Region), (PageShare.SharedWithParent, 980));
        Assert.DoesNotContain(family.Notes, note => note.Contains("swap", StringComparison.Ordinal));
    }

    [Fact]
    public void What_both_filled_since_the_fork_cannot_be_told_from_copies_and_the_figures_are_said_to_be_bounds()
    {
        using var forks = new Forks();
        forks.Tell("root fork child", "root new 50", "child new 50");

        var family = Look(forks, ["child"]);

        var child = family.Of(forks["child"]);
        Assert.Equal(50, Fresh(child)[PageShare.Identical]);
        Assert.Contains(family.Notes, note => note.StartsWith($"Up to {child.Pages.Unshared:N0} private pages that a parent has too were perhaps never shared", StringComparison.Ordinal));
        Assert.Contains("and at least ", family.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_raises_the_RAM_used_and_not_what_it_would_be_without()
    {
        using var forks = new Forks(pages: 4000);
        forks.Tell("root fork child");
        var before = WithoutFiles(forks["child"]);

        forks.Tell("child same 0 3000");

        var after = WithoutFiles(forks["child"]);
        Assert.InRange(after.Ram - before.Ram, 2990L * PageSize, 3100L * PageSize);
        Assert.InRange(after.Ceiling - before.Ceiling, -32L * PageSize, 32L * PageSize);
        var family = Attach.To(forks["child"], Cancel);
        Assert.True(family[FamilyFigures.RamWithoutSharing] > family[FamilyFigures.Ram]);
    }

    [Fact]
    public void Children_whose_parent_has_ended_are_found_by_their_mappings_alone()
    {
        using var forks = new Forks();
        forks.Tell("root fork one", "root fork two", "one write 0 10");
        var gone = forks["root"];
        forks.Tell("root leave");

        var family = Attach.To(forks["two"], Cancel);

        Assert.Equal(new[] { forks["one"], forks["two"] }.Order(), family.Members.Select(member => member.Pid).Order());
        Assert.All(family.Members, member => Assert.Equal((MemberRole.Orphan, null), (member.Role, member[MemberFigures.SharedWithParent])));
        AssertPages(At(family.Of(forks["one"]), forks.Region), (PageShare.Uncompared, 10), (PageShare.SharedWithOthers, 990));
        Assert.Contains(family.Notes, note => note.Contains("has ended or begun another program", StringComparison.Ordinal));
        Assert.DoesNotContain(gone, family.Members.Select(member => member.Pid));
    }

    [Fact]
    public void Who_began_another_program_is_no_family_and_a_process_without_any_says_so()
    {
        using var forks = new Forks();
        using var others = new Forks();
        forks.Tell("root fork child", "child exec");
        Assert.True(SpinWait.SpinUntil(() => new ProcFs().Process(forks["child"]).Comm == "sleep", Processes.Limit));

        foreach (var pid in new[] { forks["root"], forks["child"], others["root"] })
        {
            var family = Attach.To(pid, Cancel);
            var alone = Assert.Single(family.Members);
            Assert.Equal((pid, MemberRole.Alone), (alone.Pid, alone.Role));
            Assert.Contains("has no family", family.WhyAlone, StringComparison.Ordinal);
            Assert.Null(alone[MemberFigures.PrivateIdentical]);
            Assert.Contains("no parent in the family", MemberFigures.PrivateIdentical.WhyMissing(alone), StringComparison.Ordinal);
            Assert.True(alone.Agrees);
        }
    }

    [Fact]
    public void Members_that_come_and_go_meanwhile_spoil_nothing()
    {
        using var forks = new Forks(pages: 20_000);
        using var over = new CancellationTokenSource();
        forks.Tell("root fork stays");
        var coming = Task.Run(() =>
        {
            for (var i = 0; i < 9 && !over.IsCancellationRequested; i++) forks.Tell($"root fork n{i}", $"n{i} leave");
        }, Cancel);

        for (var i = 0; i < 5 || !coming.IsCompleted; i++)
        {
            var family = Attach.To(forks["root"], Cancel);
            Assert.Equal(MemberRole.Parent, family.Of(forks["root"]).Role);
            Assert.Equal(MemberRole.Child, family.Of(forks["stays"]).Role);
        }

        over.Cancel();
        Assert.True(coming.IsCompletedSuccessfully, coming.Exception?.ToString());
    }

    // As attaching sees it, once the checker has been found to see the same before and after.
    private static Family Look(Forks forks, string[] children, string attachTo = "root")
    {
        var family = Families.Look(forks["root"], [.. children.Select(name => forks[name])], forks[attachTo], () => forks.Faults);
        Assert.Equal((0L, 0L), (family[FamilyFigures.MinorFaultsMeanwhile], family[FamilyFigures.MajorFaultsMeanwhile]));
        return family;
    }

    // The members wait, so that what they have of files is the same before and after attaching unless a stranger came between.
    private static (long UnsharedPages, long Ram, long Ceiling) WithoutFiles(int pid)
    {
        var pids = Attach.To(pid, Cancel).Members.Select(member => member.Pid).ToArray();
        var (files, family) = Strangers.Still(() => new[] { pids.Sum(one => new ProcFs().Process(one).SmapsRollup().PssFile!.Value) }, () => Attach.To(pid, Cancel));
        return (family.UnsharedPages, family[FamilyFigures.Ram]!.Value - files[0], family[FamilyFigures.RamIfNothingUnshared]!.Value - files[0]);
    }

    private static void AssertPages(PageCounts pages, params (PageShare Share, long Count)[] expected) =>
        Assert.Equal(expected.OrderBy(one => one.Share), Enum.GetValues<PageShare>().Select(share => (share, pages[share])).Where(one => one.Item2 > 0));

    private static PageCounts At(Member member, ulong address) => member.ByMapping.Single(mapping => mapping.Map.Start <= address && address < mapping.Map.End).Pages;

    // forks.py gives rights to fresh pages that nothing else has.
    private static PageCounts Fresh(Member member) => member.ByMapping.Where(mapping => mapping.Map.Permissions == "rwxp").Select(mapping => mapping.Pages).Aggregate((sum, one) => sum.Plus(one));
}
