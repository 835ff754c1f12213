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

    /// <summary>
    /// Whether an anonymous page, for which <see cref="At"/> was just called in both maps, has one frame in both, and of how many pages from there on the same is true.
    /// Both know frames, and all these pages are in the span of that page.
    /// </summary>
    public readonly (bool IsSame, ulong Pages) CompareFrames(in PageSpanCursor other, ulong page, ulong most)
    {
        var (isSame, pages) = frames!.Compare(PlaceOf(page), other.Frames, other.PlaceOf(page), (int)most);
        return (isSame, (ulong)pages);
    }

    private readonly FrameList Frames => frames!;

    private readonly int PlaceOf(ulong page) => _framesBefore + (int)(page - _span.FirstPage);
}
