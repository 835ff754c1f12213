using System.Runtime.InteropServices;
using CowNotebooks.Lab.Measuring;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Attaching;

/// <summary>One member while the family is scanned: its open files, where the scan is, and what was counted so far.</summary>
internal sealed class MemberScan : IDisposable
{
    private static readonly ulong PageSize = (ulong)Environment.SystemPageSize;

    private readonly IReadOnlyList<MappingKind> _kinds;
    private readonly long[] _pages;
    private readonly PageOutline _outline = new();
    private readonly ProcPagemap _pagemap;
    private readonly PagemapEntry[] _entries;

    // Only where there are huge pages.
    private readonly Reading<ProcPageCounts> _counts = Reading.NotAsked<ProcPageCounts>();
    private int _at;
    private (ProcStat Stat, string CommandLine, Measurement After)? _end;

    public MemberScan(Relative relative, MemberScan? parent, Func<ProcProcess, ProcMemory> openMemory, int window)
    {
        (Relative, Parent) = (relative, parent);
        _pagemap = Process.OpenPagemap();
        Memory = Reading.Of(() => openMemory(Process));
        // The mappings once more: should they be another program's than those that the family was found by, its pages would be as well.
        Maps = Process.Maps();
        if (!Kinship.AreForks(relative.Maps, Maps)) throw new FamilyChangedException($"Process {Process.Pid} has begun another program.");
        _kinds = MappingKinds.Of(Process, Maps);
        _pages = new long[Maps.Count * PageCounts.Kinds];
        _entries = new PagemapEntry[window];
        var files = Files();
        Before = Meter.Measure(files);
        (MayHaveMerged, HasMerged) = (files.Rollup.Ksm is not 0, files.Rollup.Ksm is > 0);
        if (files.Rollup is { } rollup && (rollup.AnonHugePages > 0 || rollup.ShmemPmdMapped > 0 || rollup.FilePmdMapped > 0)) _counts = Reading.Of(new ProcFs().OpenPageCounts);
    }

    public Relative Relative { get; }

    public MemberScan? Parent { get; }

    public ProcProcess Process => Relative.Process;

    public Maps Maps { get; }

    /// <summary>Its bytes, or why they may not be read.</summary>
    public Reading<ProcMemory> Memory { get; }

    public Measurement Before { get; }

    /// <summary>Whether KSM may have merged pages of it: false when the kernel says that it has not.</summary>
    public bool MayHaveMerged { get; }

    /// <summary>Whether the kernel says so.</summary>
    public bool HasMerged { get; }

    /// <summary>How many of its pages are un-shared (<see cref="FamilyScan.Unshared"/>), and of hugetlbfs and nobody's before it.</summary>
    public (long Unshared, long Hugetlb) Counted { get; set; }

    /// <summary>It ended, and is left out.</summary>
    public bool IsGone { get; private set; }

    public bool KnowsZeroPages => _pagemap.KnowsZeroPages;

    /// <summary>True once a frame number was shown.</summary>
    public bool HasFrames { get; private set; }

    /// <summary>The mapping at the place of the scan; null where it has none.</summary>
    public MemoryMap? Map { get; private set; }

    /// <summary>The kind of that mapping.</summary>
    public MappingKind Kind => _kinds[_at];

    /// <summary>Entries of the pages from the place of the scan on; all zero where it has no mapping.</summary>
    public ReadOnlySpan<PagemapEntry> Entries => _entries;

    /// <summary>The mapping at this address, which must not be lower than the one before.</summary>
    public void GoTo(ulong address)
    {
        if (IsGone) return;
        while (_at < Maps.Count && Maps[_at].End <= address) _at++;
        Map = _at < Maps.Count && Maps[_at].Start <= address && !Maps[_at].IsKernelsOwn ? Maps[_at] : null;
    }

    /// <summary>Reads the entries of these pages, all in one mapping.</summary>
    /// <returns>Whether the last one is touched, and whether any is.</returns>
    public (bool Last, bool Any) Read(ulong page, int count)
    {
        var entries = _entries.AsSpan(0, count);
        if (Map is null)
        {
            entries.Clear();
            return default;
        }

        if (_pagemap.Read(page, entries, Map.IsPrivateWithoutFile) < count) throw new FamilyChangedException($"The memory of process {Process.Pid} is gone.");
        var any = MemoryMarshal.Cast<PagemapEntry, ulong>(entries).ContainsAnyExcept(0UL);
        if (any && !HasFrames) HasFrames = FirstPresent(entries).PageFrameNumber is not null;
        if (HasFrames && Kind != MappingKind.Hugetlb) _counts.Value?.Correct(entries);
        return (entries[^1].Present || entries[^1].Swapped, any);
    }

    private static PagemapEntry FirstPresent(ReadOnlySpan<PagemapEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Present) return entry;
        }

        return default;
    }

    /// <summary>The first page from there on that it has in RAM or on swap; the end when it has none.</summary>
    public ulong NextTouched(ulong page, ulong end) => Map is null ? end : _pagemap.NextTouched(page, end);

    /// <summary>Counts the pages that were read last: what each is, in the order of addresses.</summary>
    public void Count(ulong page, ReadOnlySpan<PageShare> shares)
    {
        for (var i = 0; i < shares.Length; i++)
        {
            var share = shares[i];
            if (share == FamilyScan.Nothing) continue;
            _pages[(_at * PageCounts.Kinds) + (int)share]++;
            if (!_entries[i].FileOrShared && share != PageShare.Zero) _outline.Add(page + (ulong)i, share);
        }
    }

    /// <summary>From now on it has no pages.</summary>
    public void Leave()
    {
        (IsGone, Map) = (true, null);
        _entries.AsSpan().Clear();
    }

    /// <summary>Reads what is read last.</summary>
    /// <exception cref="FamilyChangedException">The PID is another process's now.</exception>
    /// <exception cref="ProcException">It has ended.</exception>
    public void Finish()
    {
        var stat = Process.Stat();
        if (stat.StartTicks != Relative.Stat.StartTicks) throw new FamilyChangedException($"Process {Process.Pid} has ended, and another one has its PID.");
        _end = (stat, string.Join(' ', Process.CommandLine()), Meter.Measure(Files()));
    }

    /// <summary>What was found, once it is finished.</summary>
    public Member Build(MemberRole role)
    {
        var (stat, commandLine, after) = _end!.Value;
        List<MemberMapping> mappings =
            [.. Maps.Select((map, i) => new MemberMapping(map, _kinds[i], new(_pages.AsSpan(i * PageCounts.Kinds, PageCounts.Kinds)))).Where(mapping => mapping.Pages.Total > 0)];
        return new Member(Process.Pid, Parent?.Process.Pid, role, Relative.Depth, Printable.Of(stat.Comm), Printable.Of(commandLine))
        {
            Before = Before,
            After = after,
            ByMapping = mappings,
            Outline = _outline.Build(),
            WhyNotCompared = WhyNotCompared,
        };
    }

    /// <summary>Why its bytes and its parent's cannot be compared; empty when they can.</summary>
    public string WhyNotCompared =>
        Parent is null ? "it has no parent in the family."
        : !Memory.IsThere ? Memory.Why
        : Parent.Memory.Why;

    /// <summary>The numbers of the pages where its mappings begin or end.</summary>
    public IEnumerable<ulong> Bounds => Maps.Where(map => !map.IsKernelsOwn).SelectMany(map => new[] { map.Start / PageSize, map.End / PageSize });

    public void Dispose()
    {
        _pagemap.Dispose();
        Memory.Value?.Dispose();
        _counts.Value?.Dispose();
    }

    private ProcessFiles Files() => new(Process, Process.Stat());
}
