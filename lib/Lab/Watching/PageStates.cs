using CowNotebooks.Lab.Faults;
using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Lab.Watching;

/// <summary>
/// What each page of a process was when it faulted, and so what the fault did. Known from a page map, if there is one; else from the process that forked it; and
/// from the faults since then:
/// <code>
///   was                                  the fault   and then
///   anonymous, shared                    copy        written; but reuse when nobody shares it any more
///   anonymous, own                       reuse       written; shared again when the process has forked since
///   written in a fault before            new         written: it was writable, so it was released meanwhile
///   untouched, no file                   new         written; when it faults again, the first fault had only mapped the zero page
///   untouched or of a file, in a         file        of a file; when it faults again it is written: copy. Whether the first one wrote already is seen in the
///     private mapping of one                         page map afterwards. Where nothing can be written, it stays file
///   zero page                            new         written
///   on swap                              swap        own
/// </code>
/// Memory that is mapped is untouched, whatever was there before. The kernel does not report what is unmapped, and reports a mapping merged with its neighbours: where
/// all of that was mapped already, only pages that faulted before are held to be untouched. Nor does it report what MADV_DONTNEED releases.
/// </summary>
internal sealed class PageStates
{
    private enum Was
    {
        Untouched,
        Touched,
        Written,
        Own,
        Shared,
        Zero,
        File,
        Swapped,
    }

    private readonly PageMap? _before;
    private readonly PageStates? _parent;
    private readonly ulong _forkedAt;
    private readonly List<ulong> _forks = [];
    private readonly Dictionary<ulong, State> _since = [];
    private readonly List<(ulong First, ulong End, ulong Time)> _replaced = [];
    private readonly MappedRanges _atFirst;
    private MappedRanges _mapped;
    private int _older;

    private PageStates(PageMap? before, PageStates? parent, ulong forkedAt)
    {
        (_before, _parent, _forkedAt) = (before, parent, forkedAt);
        _mapped = _atFirst = parent?._mapped ?? (before is null ? MappedRanges.None : MappedRanges.Of(before.Maps));
    }

    /// <summary>The page map that it begins with; null for a process that was forked later.</summary>
    public PageMap? Before => _before;

    /// <summary>The process has ended, and shares nothing any more.</summary>
    public bool HasEnded { get; set; }

    /// <summary>How much is known beside the page map: pages that have changed since it began, what they were before its forks, and these.</summary>
    public int Count => _since.Count + _older + _forks.Count;

    /// <summary>A process by its page map.</summary>
    public static PageStates Of(PageMap before) => new(before, null, 0);

    /// <summary>A process of which nothing is known, such as one that executes another program now.</summary>
    public static PageStates Unknown() => new(null, null, 0);

    /// <summary>The process that this one forks: from then on they share.</summary>
    public PageStates Fork(ulong time)
    {
        _forks.Add(time);
        return new(null, this, time);
    }

    /// <summary>What a fault did.</summary>
    /// <param name="page">Its page.</param>
    /// <param name="time">When.</param>
    /// <param name="map">The mapping that it lies in; null when that is gone.</param>
    /// <param name="fault">Its place among <paramref name="causes"/>.</param>
    /// <param name="family">All processes that can share its pages; null when others can, too.</param>
    /// <param name="causes">Those of this and earlier faults of the batch: an earlier one may have been something else than it seemed.</param>
    public FaultCause Explain(ulong page, ulong time, MemoryMap? map, int fault, IReadOnlyCollection<PageStates>? family, Span<FaultCause> causes)
    {
        var (was, earlier) = At(page, time);
        var (cause, now) = was switch
        {
            Was.Shared => (family is null || family.Any(other => other != this && other.Shares(page, time)) ? FaultCause.Copy : FaultCause.Reuse, Was.Written),
            Was.Own => (FaultCause.Reuse, Was.Written),
            Was.Written or Was.Touched or Was.Zero => (FaultCause.New, Was.Written),
            Was.Swapped => (FaultCause.Swap, Was.Own),
            _ when map is { IsPrivate: false } => (FaultCause.File, Was.File),
            // Fork leaves page tables of files out that are only read (vma_needs_copy of Linux): the child faults once more.
            Was.File when map is not { IsWritable: false } => (FaultCause.Copy, Was.Written),
            _ when map is { Inode: not 0 } => (FaultCause.File, Was.File),
            _ => (FaultCause.New, Was.Touched),
        };
        if (was == Was.Touched && earlier >= 0) causes[earlier] = FaultCause.Zero;
        Set(page, now, time, fault);
        return cause;
    }

    /// <summary>Memory was mapped, or its protection changed.</summary>
    /// <param name="first">The first page of the mapping as it is now.</param>
    /// <param name="end">The page behind it.</param>
    /// <param name="protection">PROT_READ, PROT_WRITE and PROT_EXEC.</param>
    /// <param name="grows">It keeps what it holds.</param>
    /// <param name="time">When.</param>
    public void Map(ulong first, ulong end, int protection, bool grows, ulong time)
    {
        foreach (var (start, stop) in _mapped.Without(first, end))
        {
            Release(start, stop, time);
            if (_atFirst.Overlaps(start, stop) && !_replaced.Exists(other => other.First <= start && stop <= other.End)) _replaced.Add((start, stop, time));
        }

        if (!grows && _mapped.HasAll(first, end, protection)) Release(first, end, time);
        _mapped = _mapped.With(first, end, protection);
    }

    private void Release(ulong first, ulong end, ulong time)
    {
        // Reserved address space may be far larger than all that was touched.
        List<ulong> pages = end - first < (ulong)_since.Count
            ? [.. Enumerable.Range(0, (int)(end - first)).Select(i => first + (ulong)i).Where(_since.ContainsKey)]
            : [.. _since.Keys.Where(page => first <= page && page < end)];
        foreach (var page in pages) Set(page, Was.Untouched, time, -1);
    }

    private void Set(ulong page, Was now, ulong time, int fault)
    {
        // A process that was forked meanwhile has the page as it was then.
        var last = _since.GetValueOrDefault(page);
        var isKept = last is not null && HasForked(last.Since, time);
        if (isKept) _older++;
        _since[page] = new(now, time, isKept ? last : last?.Previous) { Fault = fault };
    }

    /// <summary>True when it still has the page that it shared.</summary>
    private bool Shares(ulong page, ulong time) => !HasEnded && At(page, time).Was == Was.Shared;

    /// <summary>The batch has ended: its places among the causes mean nothing any more.</summary>
    /// <param name="maps">The mappings as they are now, without what was unmapped; null when they are not known.</param>
    public void EndBatch(Maps? maps)
    {
        if (maps is not null) _mapped = MappedRanges.Of(maps);
        foreach (var state in _since.Values) state.Fault = -1;
    }

    private (Was Was, int Fault) At(ulong page, ulong time)
    {
        var state = _since.GetValueOrDefault(page);
        while (state?.Since > time) state = state.Previous;
        if (state is not null) return state.Was is Was.Own or Was.Written or Was.Touched && HasForked(state.Since, time) ? (Was.Shared, -1) : (state.Was, state.Fault);
        if (_replaced.Exists(range => range.First <= page && page < range.End && range.Time <= time)) return (Was.Untouched, -1);
        if (_before is not null) return (FromMap(page) is var was && was == Was.Own && HasForked(0, time) ? Was.Shared : was, -1);
        if (_parent is null) return (Was.Untouched, -1);
        return (_parent.At(page, _forkedAt).Was is var parents && parents is Was.Own or Was.Written or Was.Touched ? Was.Shared : parents, -1);
    }

    private bool HasForked(ulong since, ulong until)
    {
        // In the order of time; a server may have forked very often.
        var found = _forks.BinarySearch(since);
        var next = found >= 0 ? found + 1 : ~found;
        return next < _forks.Count && _forks[next] <= until;
    }

    private Was FromMap(ulong page)
    {
        var traits = _before![page];
        return traits.HasFlag(PageTraits.Swapped) ? Was.Swapped
            : !traits.HasFlag(PageTraits.Present) ? Was.Untouched
            : traits.HasFlag(PageTraits.Zero) ? Was.Zero
            : traits.HasFlag(PageTraits.FileOrShared) ? Was.File
            : traits.HasFlag(PageTraits.Exclusive) ? Was.Own : Was.Shared;
    }

    /// <summary>What a page is since a fault, and before that if a fork came in between.</summary>
    private sealed class State(Was was, ulong since, State? previous)
    {
        public Was Was => was;

        public ulong Since => since;

        public State? Previous => previous;

        /// <summary>The place of the fault in its batch; -1 when that has ended.</summary>
        public int Fault { get; set; }
    }
}
