using CowNotebooks.Lab.Predicting;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Pages;

/// <summary>
/// Compares the bytes of pages of parent and child, through /proc/PID/mem. Not through process_vm_readv(2): that pins what it reads, and a page that is
/// shared after a fork is copied before it may be pinned (since Linux 5.19), so looking would make the copies that are looked for.
/// </summary>
internal sealed class PageComparison
{
    private const int MostExamples = 20, PagesAtOnce = 64;
    private readonly WordNames _names;
    private readonly List<(ulong First, ulong Count)> _identical = [], _differing = [];
    private readonly Dictionary<string, (long Elements, long Bytes, ulong? Last)> _words = [];
    private readonly List<ByteDiff> _examples = [];
    private long _bytes;

    private PageComparison(WordNames names) => _names = names;

    public static (PageDiff? Diff, string Why) Compare(PageRanges pages, int parent, int child, WordNames names)
    {
        try
        {
            using var parents = new ProcFs().Process(parent).OpenMemory();
            using var childs = new ProcFs().Process(child).OpenMemory();
            return (new PageComparison(names).Compare(pages, parents, childs), "");
        }
        catch (ProcException denied)
        {
            return (null, denied.Message);
        }
    }

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

        var words = _words.Select(word => new WordDiff(word.Key, word.Value.Elements, word.Value.Bytes)).OrderByDescending(word => word.Bytes);
        return new PageDiff(PageRanges.Of(_identical), PageRanges.Of(_differing), _bytes, [.. words], _examples);
    }

    private void Note(ulong page, ReadOnlySpan<byte> parent, ReadOnlySpan<byte> child)
    {
        var same = parent.CommonPrefixLength(child);
        // Joined at once, so that gigabytes of copies take no more room here than their runs.
        PageRanges.Append(same == parent.Length ? _identical : _differing, page, 1);
        for (var first = true; same < parent.Length; first = false)
        {
            var address = page * (ulong)parent.Length + (ulong)same;
            var (element, word) = _names.At(address);
            if (first && _examples.Count < MostExamples) _examples.Add(new(address, element, word, parent[same], child[same]));
            var seen = _words.GetValueOrDefault(word);
            _words[word] = (seen.Elements + (element is not null && element != seen.Last ? 1 : 0), seen.Bytes + 1, element);
            _bytes++;
            same++;
            same += parent[same..].CommonPrefixLength(child[same..]);
        }
    }
}
