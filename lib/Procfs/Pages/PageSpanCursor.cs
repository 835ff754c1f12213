namespace CowNotebooks.Procfs.Pages;

/// <summary>Walks spans in the order of addresses, including the gaps between them.</summary>
/// <param name="spans">In the order of addresses.</param>
/// <param name="frames">The frames of the anonymous pages among them, in the same order; null when they are not known.</param>
internal struct PageSpanCursor(PageSpan[] spans, ulong[]? frames)
{
    private int _index;
    private long _framesBefore;

    /// <summary>The traits of the page, and the first page after it that may have others. Pages must be asked for in ascending order.</summary>
    public (PageTraits Traits, ulong EndPage) At(ulong page)
    {
        while (_index < spans.Length && spans[_index].EndPage <= page)
        {
            if (spans[_index].Traits.IsAnonymous()) _framesBefore += spans[_index].Count;
            _index++;
        }

        if (_index == spans.Length) return (PageTraits.None, ulong.MaxValue);
        var span = spans[_index];
        return span.FirstPage <= page ? (span.Traits, span.EndPage) : (PageTraits.None, span.FirstPage);
    }

    /// <summary>The frame of a page for which <see cref="At"/> was just called; null when it has none or it is not known.</summary>
    public readonly ulong? FrameOf(ulong page)
    {
        if (frames is null || _index == spans.Length) return null;
        var span = spans[_index];
        return span.FirstPage <= page && span.Traits.IsAnonymous() ? frames[_framesBefore + (long)(page - span.FirstPage)] : null;
    }
}
