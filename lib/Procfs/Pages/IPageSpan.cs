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
