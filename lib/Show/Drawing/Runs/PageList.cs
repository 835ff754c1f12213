using CowNotebooks.Lab.Pages;
using CowNotebooks.Procfs;

namespace CowNotebooks.Show.Drawing.Runs;

/// <summary>The anonymous pages of a process, numbered from 0 in the order of addresses.</summary>
internal sealed class PageList
{
    private readonly List<(ulong First, ulong Count, long Ordinal, int Mapping)> _spans = [];

    public PageList(RunPages pages)
    {
        var names = new List<string>();
        var ordinal = 0L;
        foreach (var span in PageGrid.Anonymous(pages))
        {
            var name = pages.MappingOf(span.FirstPage);
            if (!names.Contains(name)) names.Add(name);
            var mapping = names.IndexOf(name);
            if (_spans.Count > 0 && _spans[^1] is var last && last.First + last.Count == span.FirstPage && last.Mapping == mapping) _spans[^1] = last with { Count = last.Count + span.Count };
            else _spans.Add((span.FirstPage, span.Count, ordinal, mapping));
            ordinal += span.Count;
        }

        (Count, Mappings) = (ordinal, names);
    }

    /// <summary>How many.</summary>
    public long Count { get; }

    /// <summary>What they belong to.</summary>
    public IReadOnlyList<string> Mappings { get; }

    /// <summary>Their page numbers.</summary>
    public IEnumerable<ulong> Pages
    {
        get
        {
            foreach (var (first, count, _, _) in _spans)
            {
                for (var i = 0UL; i < count; i++) yield return first + i;
            }
        }
    }

    /// <summary>Of neighbours in one mapping: how many page numbers are left out before, how many pages, which mapping.</summary>
    public IReadOnlyList<string> Tokens =>
        [.. _spans.Zip(_spans.Prepend(default), (span, before) => $"{Sequence.Number(span.First - before.First - before.Count)}.{Sequence.Number(span.Count)}.{Sequence.Number(span.Mapping)}")];

    /// <summary>The number of a page; null when it is none of them.</summary>
    public long? Ordinal(ulong page) =>
        Intervals.IndexOf(_spans, page, span => (span.First, span.Count)) is >= 0 and var index ? _spans[index].Ordinal + (long)(page - _spans[index].First) : null;
}
