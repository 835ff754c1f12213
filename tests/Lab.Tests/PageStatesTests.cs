using CowNotebooks.Lab.Faults;
using CowNotebooks.Lab.Watching;
using CowNotebooks.Procfs;

namespace CowNotebooks.Tests;

/// <summary>What a fault did, by who shared the page when it happened.</summary>
public class PageStatesTests
{
    private const ulong Page = 7;
    private readonly FaultCause[] _causes = new FaultCause[16];
    private readonly List<PageStates> _family = [PageStates.Unknown()];
    private ulong _now;
    private int _faults;

    private PageStates Parent => _family[0];

    [Fact]
    public void A_first_touch_is_new_and_a_second_fault_shows_that_the_first_had_mapped_the_zero_page()
    {
        Assert.Equal(FaultCause.New, Fault(Parent));
        Assert.Equal(FaultCause.New, Fault(Parent));
        Assert.Equal([FaultCause.Zero, FaultCause.New], _causes[..2]);
    }

    [Theory]
    [InlineData("r-xp", FaultCause.File)]
    [InlineData("rw-p", FaultCause.Copy)]
    public void What_a_child_touches_of_a_file_that_its_parent_has_mapped_is_a_copy_only_where_it_can_be_written(string permissions, FaultCause second)
    {
        var library = Maps.Parse(System.Text.Encoding.ASCII.GetBytes($"7000-8000 {permissions} 00000000 08:01 4711 /lib/libc.so.6\n"), default)[0];
        Assert.Equal(FaultCause.File, Fault(Parent, map: library));
        Assert.Equal(second, Fault(Fork(Parent), map: library));
    }

    [Fact]
    public void After_a_fork_the_first_of_both_copies_and_the_other_one_reuses()
    {
        Fault(Parent);
        var child = Fork(Parent);
        Assert.Equal(FaultCause.Copy, Fault(child));
        Assert.Equal(FaultCause.Reuse, Fault(Parent));
        // The child's page is writable by now: it can only fault when it was released.
        Assert.Equal(FaultCause.New, Fault(child));
    }

    [Fact]
    public void It_is_the_parent_that_copies_when_it_writes_first()
    {
        Fault(Parent);
        var child = Fork(Parent);
        Assert.Equal(FaultCause.Copy, Fault(Parent));
        Assert.Equal(FaultCause.Reuse, Fault(child));
    }

    [Fact]
    public void Three_processes_make_two_copies()
    {
        Fault(Parent);
        var (first, second) = (Fork(Parent), Fork(Parent));
        Assert.Equal([FaultCause.Copy, FaultCause.Copy, FaultCause.Reuse], new[] { Fault(second), Fault(Parent), Fault(first) });
    }

    [Fact]
    public void A_grandchild_shares_with_all_before_it()
    {
        Fault(Parent);
        var grandchild = Fork(Fork(Parent));
        Assert.Equal(FaultCause.Copy, Fault(grandchild));
        Assert.Equal(FaultCause.Copy, Fault(Parent));
    }

    [Fact]
    public void What_the_parent_touched_after_the_fork_is_new_in_the_child()
    {
        var child = Fork(Parent);
        Fault(Parent);
        Assert.Equal(FaultCause.New, Fault(child));
    }

    [Fact]
    public void A_page_that_an_ended_child_shared_is_reused_and_one_that_outsiders_may_share_is_copied()
    {
        Fault(Parent);
        Fork(Parent).HasEnded = true;
        Assert.Equal(FaultCause.Reuse, Fault(Parent));
        Fork(Parent).HasEnded = true;
        Assert.Equal(FaultCause.Copy, Fault(Parent, whole: false));
    }

    [Fact]
    public void Each_fork_shares_again()
    {
        Fault(Parent);
        for (var fork = 0; fork < 3; fork++)
        {
            Fork(Parent);
            Assert.Equal(FaultCause.Copy, Fault(Parent));
        }
    }

    private PageStates Fork(PageStates parent)
    {
        _family.Add(parent.Fork(++_now));
        return _family[^1];
    }

    private FaultCause Fault(PageStates process, bool whole = true, MemoryMap? map = null)
    {
        var cause = process.Explain(Page, ++_now, map, _faults, whole ? _family : null, _causes);
        _causes[_faults++] = cause;
        return cause;
    }
}
