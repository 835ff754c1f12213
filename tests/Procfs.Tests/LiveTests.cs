using CowNotebooks.Tests;

namespace CowNotebooks.Procfs.Tests;

/// <summary>The laws that the kernel's figures obey on any machine.</summary>
public class LiveTests
{
    private static readonly ProcFs s_proc = new();

    [Fact]
    public void A_rollup_is_the_sum_of_the_mappings()
    {
        using var quiet = QuietProcess.Sleeping();
        // Other processes come and go, and with them the sharing of libraries' pages: compare when nothing moved in between.
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var before = quiet.Proc.SmapsRollup();
            var smaps = quiet.Proc.Smaps();
            if (quiet.Proc.SmapsRollup() != before) continue;
            Totals.AssertSame(before, smaps);
            return;
        }

        Assert.Fail("The figures of a sleeping process changed a hundred times in a row.");
    }

    [Fact]
    public void Resident_memory_is_shared_or_private_and_the_proportional_share_lies_between()
    {
        using var quiet = QuietProcess.Sleeping();
        var rollup = quiet.Proc.SmapsRollup();

        Assert.Equal(rollup.Rss, rollup.SharedClean + rollup.SharedDirty + rollup.PrivateClean + rollup.PrivateDirty);
        Assert.InRange(rollup.Pss!.Value, rollup.Private!.Value, rollup.Rss!.Value);
        Assert.True(rollup.Uss > 0);
        Assert.Empty(quiet.Proc.Stat().UnknownFields);
    }

    [Fact]
    public void A_measurement_of_a_process_allocates_nothing()
    {
        using var quiet = QuietProcess.Sleeping();

        Assert.Equal(0, Allocation.Of(() => (quiet.Proc.SmapsRollup(), quiet.Proc.Stat())));
    }

    [Fact]
    public void Writing_fresh_pages_faults_once_a_page_and_makes_them_private()
    {
        using var pages = new FreshPages(256);
        var faults = s_proc.Self.Stat().MinorFaults;
        Assert.DoesNotContain(Entries(pages), entry => entry.Present);

        for (var page = 0; page < pages.Count; page += 2) pages.Write(page);

        Assert.True(s_proc.Self.Stat().MinorFaults - faults >= pages.Count / 2);
        Assert.Equal(Enumerable.Range(0, pages.Count).Select(page => page % 2 == 0), Entries(pages).Select(entry => entry.Present));
        Assert.All(Entries(pages).Where(entry => entry.Present), entry => Assert.True(entry is { FileOrShared: false, Exclusive: true, Swapped: false }));
    }

    [Fact]
    public void The_page_map_ends_with_the_address_space()
    {
        Assert.Equal(0, s_proc.Self.Pagemap(ulong.MaxValue / 4096, new PagemapEntry[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => s_proc.Self.Pagemap(ulong.MaxValue, new PagemapEntry[1]));
    }

    [Fact]
    public void A_process_knows_itself()
    {
        var self = s_proc.Self;

        Assert.True(self.Exists);
        Assert.Equal(Environment.ProcessId, self.Stat().Pid);
        Assert.Equal(Environment.ProcessId, self.Status().Pid);
        Assert.Equal(self.Comm, self.Stat().Comm);
        Assert.NotEmpty(self.CommandLine());
        Assert.Contains(self.Pid, s_proc.Processes());
        Assert.Contains(self.Maps(), map => map.Path == "[stack]");
        Assert.True(self.Status().VmPTE > 0);
        Assert.True(s_proc.Meminfo().MemTotal > self.SmapsRollup().Rss);
    }

    [Fact]
    public void The_mappings_are_in_order_and_do_not_overlap()
    {
        using var quiet = QuietProcess.Sleeping();
        var maps = quiet.Proc.Maps();

        Assert.All(maps.Zip(maps.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
    }

    [Fact]
    public void A_process_that_has_ended_is_a_named_error()
    {
        using var quiet = QuietProcess.Sleeping();
        quiet.End();

        var error = Assert.Throws<ProcVanishedException>(() => quiet.Proc.SmapsRollup());

        Assert.Equal(quiet.Proc.Pid, error.Pid);
        Assert.Equal($"There is no process {quiet.Proc.Pid}: /proc/{quiet.Proc.Pid}/smaps_rollup is gone.", error.Cause);
        Assert.False(quiet.Proc.Exists);
        Assert.Throws<ProcVanishedException>(() => quiet.Proc.Stat());
        Assert.Throws<ProcVanishedException>(() => quiet.Proc.Children());
        Assert.Throws<ProcVanishedException>(() => quiet.Proc.Pagemap(0, new PagemapEntry[1]));
    }

    [Fact]
    public void A_process_that_waits_to_be_reaped_is_a_named_error_wherever_memory_is_asked_for()
    {
        using var parent = QuietProcess.WithZombie();
        var zombie = s_proc.Process(Assert.Single(parent.Proc.Children()));

        foreach (Func<object> ask in new Func<object>[]
        {
            () => zombie.SmapsRollup(), () => zombie.Smaps(), () => zombie.Maps(), () => zombie.Pagemap(0, new PagemapEntry[1]),
        })
        {
            Assert.StartsWith(
                $"Process {zombie.Pid} has exited and waits to be reaped",
                Assert.Throws<ProcVanishedException>(ask).Cause);
        }

        Assert.Equal(('Z', parent.Proc.Pid), (zombie.Stat().State, zombie.Stat().ParentPid));
        Assert.Empty(zombie.CommandLine());
        Assert.Empty(zombie.Children());
        Assert.True(zombie.Exists);
    }

    [Fact]
    public void Another_users_process_is_denied_with_a_remedy()
    {
        Requires.That(OtherUser.IsPossible, "Only root can become another user: run the tests as root, e.g. in the development container.");
        using var quiet = QuietProcess.Sleeping();
        // Everything this needs is loaded first, since the other user may not read this folder.
        Assert.Throws<ProcVanishedException>(() => s_proc.Process(int.MaxValue).SmapsRollup());
        var errors = new List<ProcException>();

        OtherUser.Run(() =>
        {
            Denied(() => quiet.Proc.SmapsRollup());
            Denied(() => quiet.Proc.Smaps());
            Denied(() => quiet.Proc.Pagemap(0, new PagemapEntry[1]));
            Denied(() => quiet.Proc.Pages());
            // What is not secret stays readable.
            Assert.Equal(quiet.Proc.Pid, quiet.Proc.Stat().Pid);
        });

        Assert.Equal(4, errors.Count);
        Assert.All(errors, error => Assert.IsType<ProcDeniedException>(error));
        Assert.Contains("CAP_SYS_PTRACE", errors[0].Remedy);
        Assert.Equal($"The kernel does not let this user read /proc/{quiet.Proc.Pid}/smaps_rollup.", errors[0].Cause);

        void Denied(Func<object> ask)
        {
            try
            {
                ask();
            }
            catch (ProcException e)
            {
                errors.Add(e);
            }
        }
    }

    [Fact]
    public void To_another_user_a_process_that_has_exited_is_vanished_and_not_denied()
    {
        Requires.That(OtherUser.IsPossible, "Only root can become another user: run the tests as root, e.g. in the development container.");
        using var parent = QuietProcess.WithZombie();
        var zombie = s_proc.Process(Assert.Single(parent.Proc.Children()));
        Assert.Throws<ProcVanishedException>(() => zombie.Pagemap(0, new PagemapEntry[1]));
        ProcException? error = null;

        OtherUser.Run(() =>
        {
            try
            {
                zombie.Pagemap(0, new PagemapEntry[1]);
            }
            catch (ProcException e)
            {
                error = e;
            }
        });

        Assert.Contains("has exited and waits to be reaped", Assert.IsType<ProcVanishedException>(error).Cause);
    }

    [Fact]
    public void A_pid_below_1_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => s_proc.Process(0));

    private static PagemapEntry[] Entries(FreshPages pages)
    {
        var entries = new PagemapEntry[pages.Count];
        Assert.Equal(entries.Length, s_proc.Self.Pagemap(pages.FirstPage, entries));
        return entries;
    }
}
