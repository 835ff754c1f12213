namespace CowNotebooks.Procfs.Pages;

/// <summary>Neighbouring pages with one property in common. Operations on lists of spans are in <see cref="PageSpans"/>.</summary>
internal interface IPageSpan<TSelf>
    where TSelf : struct, IPageSpan<TSelf>
{
    ulong FirstPage { get; }

    uint Count { get; }

    /// <summary>True when the pages of both have the same property.</summary>
    bool IsLike(TSelf other);

    TSelf WithCount(uint count);
}

/// <summary>Operations on lists of spans: in the order of addresses, without overlap, equal neighbours merged.</summary>
internal static class PageSpans
{
    /// <summary>The number of pages in the spans that match.</summary>
    public static long Count<T>(T[] spans, Func<T, bool> matches)
        where T : struct, IPageSpan<T>
    {
        var count = 0L;
        foreach (var span in spans)
        {
            if (matches(span)) count += span.Count;
        }

        return count;
    }

    /// <summary>The pages in the spans that match.</summary>
    public static PageRanges Pages<T>(T[] spans, Func<T, bool> matches)
        where T : struct, IPageSpan<T> =>
        PageRanges.Of(spans.Where(matches).Select(span => (span.FirstPage, (ulong)span.Count)));

    /// <summary>Extends a span by the next one; false when that does not continue it.</summary>
    public static bool TryJoin<T>(ref T last, T next)
        where T : struct, IPageSpan<T>
    {
        if (last.FirstPage + last.Count != next.FirstPage || !last.IsLike(next) || last.Count + (ulong)next.Count > uint.MaxValue) return false;
        last = last.WithCount(last.Count + next.Count);
        return true;
    }
}
