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
    private readonly int _window;

    public FamilyScan(IReadOnlyList<Relative> family, Func<ProcProcess, ProcMemory> openMemory)
    {
        _window = Math.Clamp(MostEntries / family.Count, LeastWindow, 64 * 1024);
        _shares = new PageShare[_window];
        try
        {
            var scans = new Dictionary<Relative, MemberScan>();
            foreach (var relative in family)
            {
                var scan = new MemberScan(relative, relative.Parent is { } parent ? scans[parent] : null, openMemory, _window);
                scans.Add(relative, scan);
                _members.Add(scan);
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
    public long Unshared { get; private set; }

    /// <summary>Pages of hugetlbfs that the family has in RAM, each frame once.</summary>
    public long Hugetlb { get; private set; }

    /// <exception cref="FamilyChangedException">A member ended, or began another program.</exception>
    /// <exception cref="ProcException">A member ended.</exception>
    public void Run(CancellationToken cancel)
    {
        ulong[] bounds = [.. _members.SelectMany(member => member.Bounds).Distinct().Order()];
        for (var i = 0; i + 1 < bounds.Length; i++) Scan(bounds[i], bounds[i + 1], cancel);
    }

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
                var touched = member.Read(page, count);
                (last, any) = (last || touched.Last, any || touched.Any);
            }

            if (any) Count(page, count);
            page += (ulong)count;
            if (!knowsGaps || page == end) continue;
            most = last ? Math.Min(most * Growth, _window) : LeastWindow;
            if (!last) page = _members.Min(member => member.NextTouched(page, end));
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
            if (member.WhyNotCompared.Length == 0) _bytes.Compare(page, shares, member, member.Parent!);
            member.Count(page, shares);
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
        for (var i = 0; i < shares.Length; i++)
        {
            if (isHuge && member.Entries[i].Present && IsFirst(index, i, amongSiblings: false)) Hugetlb++;
            var counts = shares[i] switch
            {
                PageShare.Different or PageShare.Uncompared => member.Parent is not null,
                PageShare.SharedWithOthers => !member.Entries[i].FileOrShared && ParentHas(member, i) && IsFirst(index, i, amongSiblings: true),
                _ => false,
            };
            if (counts) Unshared++;
        }
    }

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
