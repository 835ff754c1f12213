using CowNotebooks.Procfs;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Lab.Pages;

/// <summary>
/// Compares the bytes of pages of parent and child, through /proc/PID/mem. Not through process_vm_readv(2): that pins what it reads, and a page that is
/// shared after a fork is copied before it may be pinned (gup_must_unshare in mm/internal.h, since Linux 5.19), so reading that way would cause the copies to be found.
/// </summary>
internal sealed class PageComparison
{
    private const int MostExamples = 20, PagesAtOnce = 64, MostStretches = 4096;
    private readonly WordNames _names;
    private readonly PageRanges.Builder _identical = new(), _differing = new();
    private readonly ByteCounts<string> _words = new();
    private readonly ByteCounts<ObjectKind> _types = new();
    private readonly List<ByteDiff> _examples = [];
    private readonly List<DifferingBytes> _stretches = [];
    private long _bytes;
    private int _stretchesLeft = MostStretches;

    private PageComparison(WordNames names) => _names = names;

    public static Reading<PageDiff> Compare(PageRanges pages, int parent, int child, WordNames names) => Reading.Of(() =>
    {
        using var parents = new ProcFs().Process(parent).OpenMemory();
        using var childs = new ProcFs().Process(child).OpenMemory();
        return new PageComparison(names).Compare(pages, parents, childs);
    });

    private PageDiff Compare(PageRanges pages, ProcMemory parent, ProcMemory child)
    {
        var size = Environment.SystemPageSize;
        Span<byte> before = new byte[PagesAtOnce * size], after = new byte[PagesAtOnce * size];
        foreach (var (first, count) in pages.Ranges)
        {
            for (var page = first; page < first + count; page += PagesAtOnce)
            {
                var length = (int)Math.Min(first + count - page, PagesAtOnce) * size;
                parent.Read(page * (ulong)size, before[..length]);
                child.Read(page * (ulong)size, after[..length]);
                for (var at = 0; at < length; at += size) Note(page + (ulong)(at / size), before.Slice(at, size), after.Slice(at, size));
            }
        }

        return new PageDiff(
            _identical.Build(), _differing.Build(), _bytes,
            [.. _words.Rows.Select(word => new WordDiff(word.Key, word.Objects, word.Bytes))],
            [.. _types.Rows.Select(type => new TypeDiff(type.Key.Type, type.Key.AreElements, type.Objects, type.Bytes))],
            _examples)
        {
            Bytes = _stretches,
        };
    }

    private void Note(ulong page, ReadOnlySpan<byte> parent, ReadOnlySpan<byte> child)
    {
        var same = parent.CommonPrefixLength(child);
        (same == parent.Length ? _identical : _differing).Add(page);
        var stretches = new List<(int First, int Count)>();
        for (var first = true; same < parent.Length; first = false)
        {
            if (_stretchesLeft >= 0)
            {
                if (stretches.Count > 0 && stretches[^1] is var last && last.First + last.Count == same) stretches[^1] = last with { Count = last.Count + 1 };
                else stretches.Add((same, 1));
            }

            var address = page * (ulong)parent.Length + (ulong)same;
            var (owner, word) = _names.At(address);
            if (first && _examples.Count < MostExamples) _examples.Add(new(address, owner, word, parent[same], child[same]));
            _words.Add(word, owner?.Address);
            if (owner is { } known) _types.Add(new ObjectKind(known.Type, known.IsElement), known.Address);
            _bytes++;
            same++;
            same += parent[same..].CommonPrefixLength(child[same..]);
        }

        // The first page for which there is no room is the last that is looked at.
        _stretchesLeft -= stretches.Count;
        if (stretches.Count > 0 && _stretchesLeft >= 0) _stretches.Add(new(page, stretches));
    }

    /// <summary>Counts bytes by some key, and the objects they belong to; the bytes come in the order of addresses.</summary>
    private sealed class ByteCounts<TKey>
        where TKey : notnull
    {
        private readonly Dictionary<TKey, (long Objects, long Bytes, ulong? Last)> _counts = [];

        /// <summary>Most bytes first.</summary>
        public IEnumerable<(TKey Key, long Objects, long Bytes)> Rows =>
            _counts.Select(count => (count.Key, count.Value.Objects, count.Value.Bytes)).OrderByDescending(row => row.Bytes);

        public void Add(TKey key, ulong? owner)
        {
            var count = _counts.GetValueOrDefault(key);
            _counts[key] = (count.Objects + (owner is not null && owner != count.Last ? 1 : 0), count.Bytes + 1, owner);
        }
    }
}
