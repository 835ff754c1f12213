using CowNotebooks.Forking.Observing;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Tests;
using CowNotebooks.Procfs.Tests.Actors;

namespace CowNotebooks.Tests;

/// <summary>Faults are not copies: the kernel's story, told by its own events. What became of the pages is in the tests of page maps.</summary>
public class FaultEventsTests
{
    [Fact]
    public void After_the_childs_copy_the_parents_write_faults_once_and_then_no_more()
    {
        using var actors = new Actors();
        Assert.Equal(1, Faults(actors, "child", "write a 3"));
        Assert.Equal(0, Faults(actors, "child", "write a 3"));
        Assert.Equal(1, Faults(actors, "parent", "write a 3"));
        Assert.Equal(0, Faults(actors, "parent", "write a 3"));
    }

    [Fact]
    public void Reading_what_is_shared_does_not_fault_and_reading_what_was_never_touched_does()
    {
        using var actors = new Actors();
        Assert.Equal(0, Faults(actors, "child", "read a 4"));
        Assert.Equal(1, Faults(actors, "child", "read a 40"));
        Assert.Equal(1, Faults(actors, "child", "write a 40"));
        Assert.Equal(1, Faults(actors, "child", "write a 41"));
        Assert.Equal(1, Faults(actors, "child", "read f 0"));
        Assert.Equal(1, Faults(actors, "child", "write f 0"));
    }

    [Fact]
    public void A_page_of_a_file_that_is_not_in_memory_is_a_major_fault_and_no_copy()
    {
        using var actors = new Actors();
        actors.Tell("child cool f 0");
        var (before, major) = (actors.Child.Pages(), actors.Child.Stat().MajorFaults);
        Assert.Equal(1, Faults(actors, "child", "read f 0"));
        Requires.That(actors.Child.Stat().MajorFaults > major, "The temporary folder lies in memory: set TMPDIR to a folder on a disk.");

        var changes = PageChanges.Between(before, actors.Child.Pages(), actors.Parent.Pages());
        Assert.Equal(PageChange.File, changes.Runs.Single(run => actors.Page('f', 0) - run.FirstPage < run.Count).Change);
    }

    [Fact]
    public void A_process_that_is_not_ours_is_refused_with_the_setting_named()
    {
        Requires.That(OtherUser.IsPossible, "Only root can become another user: run the tests as root, e.g. in the development container.");
        // Everything this needs is loaded first, since the other user may not read this folder.
        FaultEvents.TryStart(int.MaxValue, out _)?.Dispose();
        using var actors = new Actors();
        var (events, why) = (default(FaultEvents), "");
        OtherUser.Run(() => events = FaultEvents.TryStart(actors.Child.Pid, out why));

        Assert.Null(events);
        Assert.Contains("kernel.perf_event_paranoid", why, StringComparison.Ordinal);
        Assert.Contains("seccomp", why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_is_gone_is_a_reason_too()
    {
        Assert.Null(FaultEvents.TryStart(int.MaxValue, out var why));
        Assert.NotEmpty(why);
    }

    /// <summary>How often that page faults in that process while it does that.</summary>
    private static int Faults(Actors actors, string who, string what)
    {
        var events = FaultEvents.TryStart(who == "child" ? actors.Child.Pid : actors.Parent.Pid, out var why);
        Requires.That(events is not null, why);
        using (events)
        {
            actors.Tell($"{who} {what}");
            var faults = events!.Stop();
            Assert.Equal(0, events.Lost);
            var words = what.Split(' ');
            var page = actors.Page(words[1][0], int.Parse(words[2]));
            return faults.Count(fault => fault.Address / (ulong)Environment.SystemPageSize == page);
        }
    }
}
