namespace CowNotebooks.Procfs;

/// <summary>Goes through runs in the order of addresses, the gaps between them included.</summary>
/// <param name="runs">In the order of addresses.</param>
/// <param name="frames">The frames of the anonymous pages among them, in the same order; null when they are not known.</param>
internal struct PageRunCursor(PageRun[] runs, ulong[]? frames)
{
    private int _index;
    private long _framesBefore;

    /// <summary>What the page is, and the first page that may be otherwise. Pages must be asked for in ascending order.</summary>
    public (PageTraits Traits, ulong EndPage) At(ulong page)
    {
        while (_index < runs.Length && runs[_index].EndPage <= page)
        {
            if (HasFrame(runs[_index].Traits)) _framesBefore += runs[_index].Count;
            _index++;
        }

        if (_index == runs.Length) return (PageTraits.None, ulong.MaxValue);
        var run = runs[_index];
        return run.FirstPage <= page ? (run.Traits, run.EndPage) : (PageTraits.None, run.FirstPage);
    }

    /// <summary>The frame of a page for which <see cref="At"/> was just asked; null when it has none or it is not known.</summary>
    public readonly ulong? FrameOf(ulong page)
    {
        if (frames is null || _index == runs.Length) return null;
        var run = runs[_index];
        return run.FirstPage <= page && HasFrame(run.Traits) ? frames[_framesBefore + (long)(page - run.FirstPage)] : null;
    }

    /// <summary>True for anonymous pages: copying is a matter of these alone.</summary>
    public static bool HasFrame(PageTraits traits) => (traits & (PageTraits.Present | PageTraits.FileOrShared | PageTraits.Zero)) == PageTraits.Present;
}
