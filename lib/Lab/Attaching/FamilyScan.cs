using System.Runtime.InteropServices;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Attaching;

/// <summary>
/// Reads the page tables of a family side by side, window by window in the order of addresses, so that only as much is held as the windows have:
/// <code>
///   page of the member               the parent's page there           it is
///   -------------------------------  --------------------------------  ----------------------------------------------------------------
///   in RAM                           the same frame                    shared with the parent
///   a file's or anonymous            the same, neither exclusive       the same, where frame numbers are hidden
///   in RAM, not exclusive            another one, or none              shared with others
///   a file's, exclusive              any                               of a file, its alone
///   anonymous, exclusive             in RAM, of the same memory        private: the bytes decide between identical and different
///                                    on swap                           private, not compared: reading it would bring it in
///                                    none, the zero page, or of other  new
///                                    memory (mapped since the fork)
///   zero page, on swap               any                               that
/// </code>
/// A huge page has an entry for each of its small pages, and so has one of hugetlbfs. A page that KSM has merged is anonymous and not exclusive: it is shared
/// with whoever has the same frame.
/// </summary>
internal sealed class FamilyScan : IDisposable
{
    // 4 MB of entries for all members together; at least one page table each.
    private const int MostEntries = 512 * 1024, LeastWindow = 512, Growth = 8;

    /// <summary>Stands where a member has no page.</summary>
    public const PageShare Nothing = (PageShare)byte.MaxValue;

    private static readonly ulong PageSize = (ulong)Environment.SystemPageSize;

    private readonly List<MemberScan> _members = [];
    private readonly ByteComparison _bytes = new();
    private readonly PageShare[] _shares;
    private readonly int _window, _asked;
    private readonly List<int> _ended = [];

    // KSM maps one frame at many addresses. Filled only where it may have.
    private readonly HashSet<ulong> _merged = [];

    public FamilyScan(int asked, IReadOnlyList<Relative> family, Func<ProcProcess, ProcMemory> openMemory)
    {
        _asked = asked;
        _window = Math.Clamp(MostEntries / family.Count, LeastWindow, 64 * 1024);
        _shares = new PageShare[_window];
        try
        {
            var scans = new Dictionary<Relative, MemberScan>();
            foreach (var relative in family)
            {
                if (relative.Parent is { } parent && !scans.ContainsKey(parent)) throw new FamilyChangedException($"Process {parent.Process.Pid} has ended.");
                try
                {
                    var scan = new MemberScan(relative, relative.Parent is { } living ? scans[living] : null, openMemory, _window);
                    scans.Add(relative, scan);
                    _members.Add(scan);
                }
                catch (Exception error) when (relative.Process.Pid != asked && IsEnd(error))
                {
                    _ended.Add(relative.Process.Pid);
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyList<MemberScan> Members => _members;

    /// <summary>
    /// How many pages of RAM there are beyond what there would be if nobody had written since the forks: each private page of a member whose parent has that page
    /// too, and once each page that only siblings share.
    /// </summary>
    public long Unshared => _members.Sum(member => member.Counted.Unshared);

    /// <summary>Who ended, or began another program, meanwhile, and was left out.</summary>
    public IReadOnlyList<int> Ended => _ended;

    /// <summary>Pages of hugetlbfs that the family has in RAM, each frame once.</summary>
    public long Hugetlb => _members.Sum(member => member.Counted.Hugetlb);

    /// <summary>Reads all pages. Who ends meanwhile is left out.</summary>
    /// <exception cref="FamilyChangedException">A member with children ended, or began another program.</exception>
    /// <exception cref="ProcException">The process that was asked about ended.</exception>
    public void Run(CancellationToken cancel)
    {
        ulong[] bounds = [.. _members.SelectMany(member => member.Bounds).Distinct().Order()];
        for (var i = 0; i + 1 < bounds.Length; i++) Scan(bounds[i], bounds[i + 1], cancel);
        // Children first, so that who is without them now may be left out too.
        foreach (var member in _members.AsEnumerable().Reverse().Where(member => !member.IsGone)) Unless(member, member.Finish);
        foreach (var gone in _members.FindAll(member => member.IsGone))
        {
            _members.Remove(gone);
            _ended.Add(gone.Process.Pid);
            gone.Dispose();
        }
    }

    /// <summary>Does it, and leaves the member out where it ends meanwhile.</summary>
    private void Unless(MemberScan member, Action read)
    {
        try
        {
            read();
        }
        catch (Exception error) when (IsEnd(error))
        {
            // Bytes are the parent's as well.
            if (error is ProcVanishedException { Pid: var pid } && pid == member.Parent?.Process.Pid) member = member.Parent!;
            if (member.Process.Pid == _asked) throw;
            if (_members.Exists(other => other.Parent == member && !other.IsGone)) throw new FamilyChangedException($"Process {member.Process.Pid} has ended.", error);
            member.Leave();
        }
    }

    private static bool IsEnd(Exception error) => error is ProcVanishedException or FamilyChangedException;

    /// <summary>Pages between two bounds: there each member has one mapping or none.</summary>
    private void Scan(ulong page, ulong end, CancellationToken cancel)
    {
        foreach (var member in _members) member.GoTo(page * PageSize);
        if (_members.TrueForAll(member => member.Map is null)) return;
        var knowsGaps = _members[0].KnowsZeroPages;
        var most = knowsGaps ? LeastWindow : _window;
        while (page < end)
        {
            cancel.ThrowIfCancellationRequested();
            var count = (int)Math.Min(end - page, (ulong)most);
            var (last, any) = (false, false);
            foreach (var member in _members)
            {
                Unless(member, () =>
                {
                    var touched = member.Read(page, count);
                    (last, any) = (last || touched.Last, any || touched.Any);
                });
            }

            if (any) Count(page, count);
            page += (ulong)count;
            if (!knowsGaps || page == end) continue;
            most = last ? Math.Min(most * Growth, _window) : LeastWindow;
            if (last) continue;
            var next = end;
            foreach (var member in _members) Unless(member, () => next = Math.Min(next, member.NextTouched(page, end)));
            page = next;
        }
    }

    private void Count(ulong page, int count)
    {
        var shares = _shares.AsSpan(0, count);
        for (var index = 0; index < _members.Count; index++)
        {
            var member = _members[index];
            if (member.Map is null) continue;
            Classify(member, shares);
            CountUnshared(index, shares);
            if (member.WhyNotCompared.Length == 0) Unless(member, () => _bytes.Compare(page, _shares.AsSpan(0, count), member, member.Parent!));
            if (!member.IsGone) member.Count(page, shares);
        }
    }

    /// <summary>What is private and can be compared is <see cref="PageShare.Different"/> until the bytes are.</summary>
    private static void Classify(MemberScan member, Span<PageShare> shares)
    {
        var parent = member.Parent;
        var isThere = parent?.Map is { } map && Kinship.IsSameMemory(map, member.Map!);
        for (var i = 0; i < shares.Length; i++)
        {
            var mine = member.Entries[i];
            shares[i] = mine is { Present: false, Swapped: false } ? Nothing : Classify(mine, isThere ? parent!.Entries[i] : default, parent is not null, member.WhyNotCompared.Length == 0);
        }
    }

    private static PageShare Classify(PagemapEntry mine, PagemapEntry parents, bool hasParent, bool canCompare)
    {
        if (!mine.Present) return PageShare.Swapped;
        if (mine.ZeroPage) return PageShare.Zero;
        var both = parents is { Present: true, ZeroPage: false };
        if (both && IsShared(mine, parents)) return PageShare.SharedWithParent;
        if (!mine.Exclusive) return PageShare.SharedWithOthers;
        if (mine.FileOrShared) return PageShare.File;
        if (!hasParent || parents.Swapped) return PageShare.Uncompared;
        return !both ? PageShare.New : canCompare ? PageShare.Different : PageShare.Uncompared;
    }

    private static bool IsShared(PagemapEntry mine, PagemapEntry parents) =>
        mine.PageFrameNumber is { } frame && parents.PageFrameNumber is { } other ? frame == other
        : !mine.Exclusive && !parents.Exclusive && mine.FileOrShared == parents.FileOrShared;

    private void CountUnshared(int index, ReadOnlySpan<PageShare> shares)
    {
        var member = _members[index];
        var isHuge = member.Kind == MappingKind.Hugetlb;
        var (unshared, hugetlb) = member.Counted;
        for (var i = 0; i < shares.Length; i++)
        {
            if (isHuge && member.Entries[i].Present && IsFirst(index, i, amongSiblings: false)) hugetlb++;
            var counts = shares[i] switch
            {
                PageShare.Different or PageShare.Uncompared => member.Parent is not null,
                PageShare.SharedWithOthers => !member.Entries[i].FileOrShared && ParentHas(member, i) && IsFirst(index, i, amongSiblings: true) && IsFirstOfMerged(member, i),
                _ => false,
            };
            if (counts) unshared++;
        }

        member.Counted = (unshared, hugetlb);
    }

    private bool IsFirstOfMerged(MemberScan member, int i) => !member.MayHaveMerged || member.Entries[i].PageFrameNumber is not { } frame || _merged.Add(frame);

    private static bool ParentHas(MemberScan member, int i) =>
        member.Parent is { Map: { } map } parent && Kinship.IsSameMemory(map, member.Map!) && (parent.Entries[i] is { Present: true, ZeroPage: false } || parent.Entries[i].Swapped);

    /// <summary>Whether no member before this one has the same page; where frame numbers are hidden, none (or no sibling) that could have it.</summary>
    private bool IsFirst(int index, int i, bool amongSiblings)
    {
        var member = _members[index];
        var mine = member.Entries[i];
        if (mine.Exclusive) return true;
        foreach (var other in CollectionsMarshal.AsSpan(_members)[..index])
        {
            var theirs = other.Entries[i];
            if (theirs is not { Present: true, Exclusive: false, ZeroPage: false }) continue;
            if (mine.PageFrameNumber is { } frame ? theirs.PageFrameNumber == frame : !amongSiblings || (other.Parent == member.Parent && ParentHas(other, i))) return false;
        }

        return true;
    }

    public void Dispose() => _members.ForEach(member => member.Dispose());
}
