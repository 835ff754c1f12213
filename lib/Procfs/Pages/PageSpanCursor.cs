namespace CowNotebooks.Procfs.Pages;

/// <summary>Walks spans in the order of addresses, including the gaps between them.</summary>
/// <param name="spans">The spans, from the first on.</param>
/// <param name="frames">The frames of the anonymous pages among them, in the same order; null when they are not known.</param>
internal struct PageSpanCursor(PageSpanWalk spans, FrameList? frames)
{
    private PageSpan _span;
    private bool _isAfterLast;
    private int _framesBefore;

    /// <summary>The traits of the page, and the first page after it that may have others. Pages must be asked for in ascending order.</summary>
    public (PageTraits Traits, ulong EndPage) At(ulong page)
    {
        while (!_isAfterLast && _span.EndPage <= page)
        {
            if (_span.Traits.IsAnonymous()) _framesBefore += (int)_span.Count;
            if (spans.MoveNext()) _span = spans.Current;
            else _isAfterLast = true;
        }

        if (_isAfterLast) return (PageTraits.None, ulong.MaxValue);
        return _span.FirstPage <= page ? (_span.Traits, _span.EndPage) : (PageTraits.None, _span.FirstPage);
    }

    /// <summary>The frame of a page for which <see cref="At"/> was just called; null when it has none or it is not known.</summary>
    public readonly ulong? FrameOf(ulong page)
    {
        if (frames is null || _isAfterLast) return null;
        return _span.FirstPage <= page && _span.Traits.IsAnonymous() ? frames[_framesBefore + (int)(page - _span.FirstPage)] : null;
    }
}
