namespace CowNotebooks.Procfs.Pages;

/// <summary>The spans of equal pages in a map, one after the other, without a list of them.</summary>
/// <param name="stretches">The stretches of the map, in the order of addresses.</param>
/// <param name="traits">The bytes of their pages.</param>
internal struct PageSpanWalk(PageStretch[] stretches, byte[] traits)
{
    private int _stretch, _at;

    public PageSpan Current { get; private set; }

    public readonly PageSpanWalk GetEnumerator() => this;

    public bool MoveNext()
    {
        for (; _stretch < stretches.Length; _stretch++, _at = 0)
        {
            var stretch = stretches[_stretch];
            var pages = traits.AsSpan(stretch.Offset, stretch.Count);
            while (_at < pages.Length)
            {
                var (first, trait) = (_at, pages[_at]);
                // Where every second page differs a search would cost more than this look.
                if (++_at < pages.Length && pages[_at] == trait) _at = pages[_at..].IndexOfAnyExcept(trait) is >= 0 and var more ? _at + more : pages.Length;
                if (trait == (byte)PageTraits.None) continue;
                Current = new(stretch.FirstPage + (ulong)first, (uint)(_at - first), (PageTraits)trait);
                return true;
            }
        }

        return false;
    }
}
