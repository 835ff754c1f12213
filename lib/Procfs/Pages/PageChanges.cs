namespace CowNotebooks.Procfs.Pages;

/// <summary>
/// The change of each page of a process between two moments, and whether it is exact or inferred:
/// <code>
///   before                 after                 what happened      how it is known
///   ---------------------  --------------------  -----------------  ------------------------------------------------------------
///   shared anonymous       exclusive anonymous   copied             frames: the frame is another one (exact)
///                                                                   else: the parent has a page of its own there afterwards. Two
///                                                                   processes with an exclusive page each at one address hold two
///                                                                   frames, so a copy was made: exact. That it was this process
///                                                                   that made it is inferred; it is exact when the parent took no
///                                                                   fault meanwhile.
///                                                reused             frames: the same frame (exact); else the parent's is gone
///   file, or nothing in a  anonymous             copied             exact: nothing else puts anonymous memory into a private
///   private file mapping                                            mapping of a file
///   nothing, zero page     exclusive anonymous   new                exact; without PAGEMAP_SCAN, however, the zero page
///                                                                   looks like a shared page, and its first write like a copy
///   nothing                zero page             zero               exact; without PAGEMAP_SCAN: shared anonymous memory where there was
///                                                                   nothing, which is exact unless the process forked meanwhile
///   anything               on swap, and back     swapped            exact
///   anything               nothing               dropped            exact
/// </code>
/// Limits: a page that was copied and then dropped looks dropped; one that was dropped and touched again between the two moments looks copied, and so does a
/// frame that the kernel moved (compaction) while the sharer released it. With CONFIG_NO_PAGE_MAPCOUNT exclusive holds for a whole large folio, so all of this is approximate there.
/// </summary>
public sealed class PageChanges
{
    private readonly PageChangeSpan[] _spans;

    private PageChanges(PageChangeSpan[] spans) => _spans = spans;

    /// <summary>The changes, in the order of addresses. Unchanged pages are left out.</summary>
    public IReadOnlyList<PageChangeSpan> Spans => _spans;

    /// <summary>The change of the page.</summary>
    /// <param name="page">Its number: address divided by page size.</param>
    public PageChange this[ulong page] =>
        Intervals.IndexOf(_spans, page, span => (span.FirstPage, span.Count)) is >= 0 and var index ? _spans[index].Change : PageChange.None;

    /// <summary>The number of pages with that change.</summary>
    public long Count(PageChange change) => _spans.Where(span => span.Change == change).Sum(span => (long)span.Count);

    /// <summary>The pages with that change.</summary>
    public PageRanges Pages(PageChange change) => PageRanges.Of(_spans.Where(span => span.Change == change).Select(span => (span.FirstPage, (ulong)span.Count)));

    /// <summary>The growth of USS by all changes, in pages.</summary>
    public long UssGrowth => _spans.Sum(span => span.Count * (long)span.UssGrowth);

    /// <summary>The growth of USS by that change, in pages.</summary>
    public long UssGrowthOf(PageChange change) => _spans.Where(span => span.Change == change).Sum(span => span.Count * (long)span.UssGrowth);

    /// <summary>Compares two maps of one process.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="after">The later one.</param>
    /// <param name="sharer">The process that it shares pages with, its parent, at the later moment; not needed when both maps have frames.</param>
    /// <exception cref="ArgumentException">No frames, and no sharer either: a copy could not be recognised.</exception>
    public static PageChanges Between(PageMap before, PageMap after, PageMap? sharer = null)
    {
        var useFrames = before.HasFrames && after.HasFrames;
        if (!useFrames && sharer is null)
            throw new ArgumentException("Without frame numbers a copy is recognised by the sharer's page. Give the parent's page map too.", nameof(sharer));
        var (then, now, other) = (before.Cursor(), after.Cursor(), (sharer ?? after).Cursor());
        using var spans = new PooledBuffer<PageChangeSpan>();
        foreach (var (start, end, inFile) in Parts(before, after))
        {
            for (var page = start; page < end;)
            {
                var (old, oldEnd) = then.At(page);
                var (current, currentEnd) = now.At(page);
                var (others, othersEnd) = useFrames ? (PageTraits.None, end) : other.At(page);
                var next = Math.Min(Math.Min(oldEnd, currentEnd), Math.Min(othersEnd, end));
                var parted = Parting(old, current);
                var copied = parted && others.IsAnonymous();
                if (parted && useFrames)
                {
                    // All else is equal for the whole range.
                    var (isSame, pages) = then.CompareFrames(now, page, next - page);
                    (copied, next) = (!isSame, page + pages);
                }

                Append(spans, page, next, parted ? copied ? PageChange.Copied : PageChange.Reused : Classify(old, current, inFile, after.KnowsZeroPages), Growth(old, current));
                page = next;
            }
        }

        return new(spans.ToArray());
    }

    /// <summary>A shared anonymous page that is now exclusive.</summary>
    private static bool Parting(PageTraits old, PageTraits current) =>
        old.IsAnonymous() && current.IsAnonymous() && !old.HasFlag(PageTraits.Exclusive) && current.HasFlag(PageTraits.Exclusive);

    private static PageChange Classify(PageTraits old, PageTraits current, bool inFile, bool knowsZeroPages) => (old, current) switch
    {
        _ when old == current => PageChange.None,
        (_, PageTraits.None) => PageChange.Dropped,
        _ when (old | current).HasFlag(PageTraits.Swapped) => PageChange.Swapped,
        _ when current.HasFlag(PageTraits.Zero) => PageChange.Zero,
        _ when current.HasFlag(PageTraits.FileOrShared) => PageChange.File,
        (PageTraits.None, PageTraits.Present) when !knowsZeroPages && !inFile => PageChange.Zero,
        _ when old.IsAnonymous() => PageChange.None,
        _ when old.HasFlag(PageTraits.FileOrShared) || (old == PageTraits.None && inFile) => PageChange.Copied,
        _ => PageChange.New,
    };

    private static sbyte Growth(PageTraits old, PageTraits current) => (sbyte)(Exclusive(current) - Exclusive(old));

    private static int Exclusive(PageTraits traits) => traits.HasFlag(PageTraits.Exclusive) ? 1 : 0;

    private static void Append(PooledBuffer<PageChangeSpan> spans, ulong page, ulong end, PageChange change, sbyte growth)
    {
        if (change == PageChange.None && growth == 0) return;
        for (uint count; page < end; page += count)
        {
            count = (uint)Math.Min(end - page, uint.MaxValue);
            if (!spans.IsEmpty && TryExtend(ref spans.Last, page, count, change, growth)) continue;
            spans.Room(1)[0] = new(page, count, change, growth);
            spans.Take(1);
        }
    }

    /// <summary>Extends a span by the next pages; false when those do not continue it.</summary>
    private static bool TryExtend(ref PageChangeSpan last, ulong page, uint count, PageChange change, sbyte growth)
    {
        if (last.FirstPage + last.Count != page || last.Change != change || last.UssGrowth != growth || last.Count + (ulong)count > uint.MaxValue) return false;
        last = last with { Count = last.Count + count };
        return true;
    }

    /// <summary>The address space in parts that lie in at most one mapping, as of now; unmapped parts belong to none.</summary>
    private static IEnumerable<(ulong Start, ulong End, bool InFile)> Parts(PageMap before, PageMap after)
    {
        var size = (ulong)Environment.SystemPageSize;
        ulong page = 0;
        foreach (var map in after.Maps)
        {
            if (map.Start / size > page) yield return (page, map.Start / size, false);
            yield return (map.Start / size, map.End / size, map is { Inode: not 0, IsPrivate: true });
            page = map.End / size;
        }

        if (before.EndPage is var last && last > page) yield return (page, last, false);
    }
}
