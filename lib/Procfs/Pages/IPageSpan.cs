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
