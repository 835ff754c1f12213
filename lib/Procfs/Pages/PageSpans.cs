namespace CowNotebooks.Procfs.Pages;

/// <summary>Neighbouring pages of which one thing holds. What is done with all such spans is in <see cref="PageSpans"/>.</summary>
internal interface IPageSpan<TSelf>
    where TSelf : struct, IPageSpan<TSelf>
{
    ulong FirstPage { get; }

    uint Count { get; }

    /// <summary>The same holds of the pages of both.</summary>
    bool IsLike(TSelf other);

    TSelf WithCount(uint count);
}

/// <summary>What all lists of spans have in common: spans in the order of addresses that do not overlap, and neighbours that are alike are one.</summary>
internal static class PageSpans
{
    /// <summary>How many pages are in such spans.</summary>
    public static long Count<T>(T[] spans, Func<T, bool> such)
        where T : struct, IPageSpan<T>
    {
        var count = 0L;
        foreach (var span in spans)
        {
            if (such(span)) count += span.Count;
        }

        return count;
    }

    /// <summary>The pages that are in such spans.</summary>
    public static PageRanges Pages<T>(T[] spans, Func<T, bool> such)
        where T : struct, IPageSpan<T> =>
        PageRanges.Of(spans.Where(such).Select(span => (span.FirstPage, (ulong)span.Count)));

    /// <summary>Makes a span longer by the next one; false when that does not go on with it.</summary>
    public static bool TryJoin<T>(ref T last, T next)
        where T : struct, IPageSpan<T>
    {
        if (last.FirstPage + last.Count != next.FirstPage || !last.IsLike(next) || last.Count + (ulong)next.Count > uint.MaxValue) return false;
        last = last.WithCount(last.Count + next.Count);
        return true;
    }
}
