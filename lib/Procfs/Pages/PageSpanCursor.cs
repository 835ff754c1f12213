namespace CowNotebooks.Procfs.Pages;

/// <summary>Goes through spans in the order of addresses, the gaps between them included.</summary>
/// <param name="spans">In the order of addresses.</param>
/// <param name="frames">The frames of the anonymous pages among them, in the same order; null when they are not known.</param>
internal struct PageSpanCursor(PageSpan[] spans, ulong[]? frames)
{
    private int _index;
    private long _framesBefore;

    /// <summary>What the page is, and the first page that may be otherwise. Pages must be asked for in ascending order.</summary>
    public (PageTraits Traits, ulong EndPage) At(ulong page)
    {
        while (_index < spans.Length && spans[_index].EndPage <= page)
        {
            if (HasFrame(spans[_index].Traits)) _framesBefore += spans[_index].Count;
            _index++;
        }

        if (_index == spans.Length) return (PageTraits.None, ulong.MaxValue);
        var span = spans[_index];
        return span.FirstPage <= page ? (span.Traits, span.EndPage) : (PageTraits.None, span.FirstPage);
    }

    /// <summary>The frame of a page for which <see cref="At"/> was just asked; null when it has none or it is not known.</summary>
    public readonly ulong? FrameOf(ulong page)
    {
        if (frames is null || _index == spans.Length) return null;
        var span = spans[_index];
        return span.FirstPage <= page && HasFrame(span.Traits) ? frames[_framesBefore + (long)(page - span.FirstPage)] : null;
    }

    /// <summary>True for anonymous pages: copying is a matter of these alone.</summary>
    public static bool HasFrame(PageTraits traits) => (traits & (PageTraits.Present | PageTraits.FileOrShared | PageTraits.Zero)) == PageTraits.Present;
}
