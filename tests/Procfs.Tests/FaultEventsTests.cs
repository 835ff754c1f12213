using CowNotebooks.Procfs.Pages;
using CowNotebooks.Procfs.Perf;
using CowNotebooks.Tests;

namespace CowNotebooks.Procfs.Tests;

/// <summary>Faults are not copies: the kernel's story, told by its own events. What became of the pages is in the tests of page maps.</summary>
public class FaultEventsTests
{
    [Fact]
    public void After_the_childs_copy_the_parents_write_faults_once_and_then_no_more()
    {
        using var actors = new Actors.Actors();
        Assert.Equal(1, Faults(actors, "child", "write a 3"));
        Assert.Equal(0, Faults(actors, "child", "write a 3"));
        Assert.Equal(1, Faults(actors, "parent", "write a 3"));
        Assert.Equal(0, Faults(actors, "parent", "write a 3"));
    }

    [Fact]
    public void Reading_what_is_shared_does_not_fault_and_reading_what_was_never_touched_does()
    {
        using var actors = new Actors.Actors();
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
        using var actors = new Actors.Actors();
        actors.Tell("child cool f 0");
        var (before, major) = (actors.Child.Pages(), actors.Child.Stat().MajorFaults);
        Assert.Equal(1, Faults(actors, "child", "read f 0"));
        Requires.That(actors.Child.Stat().MajorFaults > major, "The temporary folder lies in memory: set TMPDIR to a folder on a disk.");

        var changes = PageChanges.Between(before, actors.Child.Pages(), actors.Parent.Pages());
        Assert.Equal(PageChange.File, changes.Spans.Single(span => actors.Page('f', 0) - span.FirstPage < span.Count).Change);
    }

    [Fact]
    public void A_process_that_is_not_ours_is_refused_with_the_setting_named()
    {
        Requires.That(OtherUser.IsPossible, "Only root can become another user: run the tests as root, e.g. in the development container.");
        // Everything this needs is loaded first, since the other user may not read this folder.
        FaultEvents.Start(int.MaxValue).Value?.Dispose();
        using var actors = new Actors.Actors();
        var reading = Reading.NotAsked<FaultEvents>();
        OtherUser.Run(() => reading = FaultEvents.Start(actors.Child.Pid));

        Assert.Null(reading.Value);
        Assert.Contains("kernel.perf_event_paranoid", reading.Why, StringComparison.Ordinal);
        Assert.Contains("seccomp", reading.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_is_gone_is_a_reason_too()
    {
        var reading = FaultEvents.Start(int.MaxValue);
        Assert.Null(reading.Value);
        Assert.NotEmpty(reading.Why);
    }

    /// <summary>How often that page faults in that process while it does that.</summary>
    private static int Faults(Actors.Actors actors, string who, string what)
    {
        var reading = FaultEvents.Start(who == "child" ? actors.Child.Pid : actors.Parent.Pid);
        Requires.That(reading.IsThere, reading.Why);
        using (var events = reading.Value!)
        {
            actors.Tell($"{who} {what}");
            var faults = events.Stop();
            Assert.Equal(0, events.Lost);
            var words = what.Split(' ');
            var page = actors.Page(words[1][0], int.Parse(words[2]));
            return faults.Count(fault => fault.Address / (ulong)Environment.SystemPageSize == page);
        }
    }
}
