using CowNotebooks.Lab;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Tests;

namespace CowNotebooks.Tests.Attaching;

/// <summary>What the kernel does not show to a user without rights, and processes that nobody can attach to.</summary>
public sealed class AttachRefusedTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Of_a_pair_a_user_without_rights_sees_what_root_sees()
    {
        RequireOtherUser();
        using var forks = new Forks(asNobody: true);
        forks.Tell("root fork child", "child write 0 100", "child same 100 200", "child new 7", "child zero 5", "root write 300 11");

        Family ours = null!, roots = null!;
        var (seen, _) = Strangers.Still(() => Figures(roots = Attach.To(forks["child"], Cancel)), () =>
        {
            OtherUser.Run(() => ours = Attach.To(forks["child"], Cancel));
            return ours;
        });

        Assert.Equal((true, false), (roots.HasFrameNumbers, ours.HasFrameNumbers));
        Assert.Equal(seen, Figures(ours));
        Assert.Equal(roots.UnsharedPages, ours.UnsharedPages);
        Assert.All(ours.Members, member => Assert.True(member.Agrees));
        Assert.DoesNotContain(ours.Notes, note => note.StartsWith("Frame numbers", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_frame_numbers_a_page_shared_with_a_sibling_may_pass_as_the_parents_and_that_is_said()
    {
        RequireOtherUser();
        using var forks = new Forks(asNobody: true);
        // The first child shares its new pages with its own child, and the root the old ones with the second child: nobody has one alone.
        forks.Tell("root fork one", "root fork two", "one write 0 4", "one fork three");

        Family ours = null!, roots = Attach.To(forks["one"], Cancel);
        OtherUser.Run(() => ours = Attach.To(forks["one"], Cancel));

        Assert.Equal((4L, 996L), Shared(roots));
        Assert.Equal((0L, 1000L), Shared(ours));
        Assert.Contains(ours.Notes, note => note.StartsWith("Frame numbers are hidden", StringComparison.Ordinal));

        (long Others, long Parent) Shared(Family family)
        {
            var pages = family.Of(forks["one"]).ByMapping.Single(mapping => mapping.Map.Start <= forks.Region && forks.Region < mapping.Map.End).Pages;
            return (pages[PageShare.SharedWithOthers], pages[PageShare.SharedWithParent]);
        }
    }

    [Fact]
    public void A_process_of_another_user_is_refused_with_cause_and_remedy()
    {
        RequireOtherUser();
        using var forks = new Forks();

        var refused = Assert.Throws<ProcDeniedException>(() => OtherUser.Run(() => Attach.To(forks["root"], Cancel)));

        Assert.Contains($"/proc/{forks["root"]}/", refused.Message, StringComparison.Ordinal);
        Assert.Contains("run as root", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_may_not_be_read_of_a_family_is_left_out_and_named()
    {
        RequireOtherUser();
        using var forks = new Forks(asNobody: true);
        forks.Tell("root fork child", "root fork hidden", "hidden hide");

        Family ours = null!;
        OtherUser.Run(() => ours = Attach.To(forks["child"], Cancel));

        Assert.Equal([forks["root"], forks["child"]], ours.Members.Select(member => member.Pid));
        Assert.Contains(ours.Notes, note => note.Contains($"Process {forks["hidden"]} (", StringComparison.Ordinal) && note.Contains("Run as root", StringComparison.Ordinal));
        Assert.Throws<ProcDeniedException>(() => OtherUser.Run(() => Attach.To(forks["hidden"], Cancel)));
        // Root may read it.
        Assert.Equal(3, Attach.To(forks["hidden"], Cancel).Members.Count);
    }

    [Fact]
    public void Where_bytes_may_not_be_read_the_page_maps_still_tell_and_a_missing_figure_has_its_reason()
    {
        RequireOtherUser();
        using var forks = new Forks();
        forks.Tell("root fork child", "child write 0 100", "child same 100 200");

        var family = Attach.To(forks["child"], OpenAsNobody, Cancel);

        var child = family.Of(forks["child"]);
        Assert.Equal((null, null), (child[MemberFigures.PrivateIdentical], child[MemberFigures.PrivateDifferent]));
        Assert.True(child[MemberFigures.PrivateUncompared] >= 300);
        Assert.Equal(child.Pages.Unshared, child[MemberFigures.PrivateUncompared]);
        Assert.True(child.Agrees);
        var note = Assert.Single(family.Notes, note => note.StartsWith("Private pages", StringComparison.Ordinal));
        Assert.Contains(child.WhyNotCompared, note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_is_not_there_or_the_caller_itself_is_refused_in_a_sentence()
    {
        Assert.Contains($"There is no process {int.MaxValue}", Assert.Throws<ProcVanishedException>(() => Attach.To(int.MaxValue, Cancel)).Message, StringComparison.Ordinal);
        Assert.Contains("PIDs begin at 1", Assert.Throws<LabUsageException>(() => Attach.To(0, Cancel)).Message, StringComparison.Ordinal);
        Assert.Contains("Attach from another process", Assert.Throws<LabUsageException>(() => Attach.To(Environment.ProcessId, Cancel)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_thread_is_refused_in_a_sentence()
    {
        var thread = new ProcFs().Processes().FirstOrDefault(IsKernelThread);
        // Nothing that could be installed would show one.
        Assert.SkipWhen(thread == 0, "No kernel thread is seen from here: run the tests where the PIDs are the machine's (docker run --pid=host).");
        Assert.Contains("is a kernel thread", Assert.Throws<ProcNoMemoryException>(() => Attach.To(thread, Cancel)).Message, StringComparison.Ordinal);

        static bool IsKernelThread(int pid)
        {
            try
            {
                return new ProcFs().Process(pid).Stat().IsKernelThread;
            }
            catch (ProcVanishedException)
            {
                return false; // It has ended since it was listed.
            }
        }
    }

    [Fact]
    public async Task A_zombie_is_said_to_have_exited()
    {
        using var forks = new Forks();
        forks.Tell("root fork child");
        var child = forks["child"];
        forks.Tell("child leave");
        // It answers before it ends, and gives its memory up before it is a zombie.
        await Processes.UntilAsync(() => new ProcFs().Process(child).Stat().State == 'Z');

        Assert.Contains("has exited", Assert.Throws<ProcVanishedException>(() => Attach.To(child, Cancel)).Message, StringComparison.Ordinal);
        Assert.Single(Attach.To(forks["root"], Cancel).Members);
    }

    [Fact]
    public void A_main_thread_that_ended_while_another_runs_is_said()
    {
        using var forks = new Forks();
        forks.Tell("root fork child");
        var child = forks["child"];
        forks.Tell("child halve");
        Assert.True(SpinWait.SpinUntil(() => new ProcFs().Process(child).Stat().State == 'Z', Processes.Limit));

        var refused = Assert.Throws<ProcVanishedException>(() => Attach.To(child, Cancel));

        Assert.Contains($"The main thread of process {child} has ended while others run", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_a_thread_is_refused_with_that_of_its_process()
    {
        using var forks = new Forks();
        var thread = forks.Tell("root thread");

        foreach (var refused in new[] { Assert.Throws<ProcThreadException>(() => Attach.To(thread, Cancel)), Assert.Throws<ProcThreadException>(() => Watch.Start(thread)) })
            Assert.Equal($"{thread} is no process but a thread of process {forks["root"]}, whose memory it shares. Name {forks["root"]} instead.", refused.Message);
    }

    [Fact]
    public void A_child_with_the_memory_of_its_parent_counts_no_page_twice()
    {
        using var forks = new Forks();
        var borrower = forks.Tell("root fork child", "root borrow");

        var family = Attach.To(forks["child"], Cancel);

        Assert.Equal([forks["root"], forks["child"]], family.Members.Select(member => member.Pid));
        Assert.Contains(family.Notes, note => note.StartsWith($"Process {borrower} has no memory of its own", StringComparison.Ordinal));
        Assert.Contains($"Attach to {forks["root"]} instead.", Assert.Throws<LabUsageException>(() => Attach.To(borrower, Cancel)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two")]
    [InlineData("three")]
    public void A_member_that_ends_while_it_is_read_is_left_out_and_said(string before)
    {
        using var forks = new Forks();
        forks.Tell("root fork one", "root fork two", "root fork three");
        var (gone, at) = (forks["two"], forks[before]);

        var family = Attach.To(forks["one"], process => Ending(process, at, "two leave", forks), Cancel);

        Assert.Equal([forks["root"], forks["one"], forks["three"]], family.Members.Select(member => member.Pid));
        Assert.Contains($"1 process ended or began another program meanwhile, and is left out: {gone}.", family.Notes);
        Assert.Equal(Attach.To(forks["one"], Cancel).UnsharedPages, family.UnsharedPages);
    }

    [Fact]
    public void The_process_that_was_named_is_never_left_out()
    {
        using var forks = new Forks();
        forks.Tell("root fork one", "root fork two");
        var (one, two) = (forks["one"], forks["two"]);

        Assert.Equal(one, Assert.Throws<ProcVanishedException>(() => Attach.To(one, process => Ending(process, two, "one leave", forks), Cancel)).Pid);
    }

    [Fact]
    public void Where_addresses_are_not_random_two_starts_of_a_program_are_one_family_and_that_is_said()
    {
        using var forks = new Forks(atFixedAddresses: true);
        using var others = new Forks(atFixedAddresses: true);

        var family = Attach.To(forks["root"], Cancel);

        Assert.Contains(others["root"], family.Members.Select(member => member.Pid));
        Assert.Contains(family.Notes, note => note.Contains("not chosen at random", StringComparison.Ordinal));
        using var usual = new Forks();
        usual.Tell("root fork child");
        Assert.DoesNotContain(Attach.To(usual["root"], Cancel).Notes, note => note.Contains("not chosen at random", StringComparison.Ordinal));
    }

    // Ends one of them once the bytes of a certain process are opened.
    private static ProcMemory Ending(ProcProcess process, int at, string act, Forks forks)
    {
        if (process.Pid == at && forks.Has(act.Split(' ')[0])) forks.Tell(act);
        return process.OpenMemory();
    }

    // As Yama's ptrace_scope refuses them, which may be another than this machine's.
    private static ProcMemory OpenAsNobody(ProcProcess process)
    {
        ProcMemory? memory = null;
        OtherUser.Run(() => memory = process.OpenMemory());
        return memory!;
    }

    private static void RequireOtherUser() => Requires.That(OtherUser.IsPossible, "Only root can become another user. Run the tests as root.");

    private static IReadOnlyList<string> Figures(Family family) =>
        [.. family.Members.Select(member => $"{member.Pid}: {string.Join(' ', MemberFigures.OfPages.Select(figure => $"{figure.Name}={member[figure]}"))}")];
}
