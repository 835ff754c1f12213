namespace CowNotebooks.Lab;

/// <summary>What a page of a member of a family has in common with the others. A page in RAM or on swap is in exactly one of these.</summary>
public enum PageShare : byte
{
    /// <summary>
    /// The parent maps the same page of RAM at the same address. By frame numbers exact. Without, for pages of files exact; an anonymous page that both map and
    /// neither has for itself alone is counted here, although a member may share it with a sibling only.
    /// </summary>
    SharedWithParent,

    /// <summary>Others map it, not the parent at this address: siblings, the member's own children, or, for a page of a file, any process.</summary>
    SharedWithOthers,

    /// <summary>Private, although the parent has a page at the same address, and no byte differs from it.</summary>
    Identical,

    /// <summary>
    /// Private, and it differs from the parent's page at the same address: written since the fork, or never shared, as where both filled fresh memory there. Page
    /// tables do not tell which.
    /// </summary>
    Different,

    /// <summary>Private and not compared: there is no parent in the family, the bytes may not be read, or the parent's page is on swap.</summary>
    Uncompared,

    /// <summary>Private, where the parent has no page, or only the zero page: it was filled with zeros, or the parent has since released its page.</summary>
    New,

    /// <summary>A page of a file, or of shared memory, that no other process maps: part of USS, and no copy.</summary>
    File,

    /// <summary>The kernel's zero page, mapped where memory was only read: it takes no RAM.</summary>
    Zero,

    /// <summary>On swap. Several members may share its place there.</summary>
    Swapped,
}

/// <summary>How many pages of each <see cref="PageShare"/>.</summary>
public sealed class PageCounts
{
    internal static readonly int Kinds = Enum.GetValues<PageShare>().Length;
    private readonly long[] _counts;

    internal PageCounts(ReadOnlySpan<long> counts) => _counts = counts.ToArray();

    internal static PageCounts None { get; } = new(new long[Kinds]);

    /// <summary>How many.</summary>
    public long this[PageShare share] => _counts[(int)share];

    /// <summary>All that no other process maps: USS in pages.</summary>
    public long Private => this[PageShare.Identical] + this[PageShare.Different] + this[PageShare.Uncompared] + this[PageShare.New] + this[PageShare.File];

    /// <summary>Private pages that the parent has too: they were shared once, or would be. Of a member without a parent, all that are private and no file's.</summary>
    public long Unshared => this[PageShare.Identical] + this[PageShare.Different] + this[PageShare.Uncompared];

    /// <summary>All of them, in pages.</summary>
    public long Total => _counts.Sum();

    /// <summary>Both together.</summary>
    public PageCounts Plus(PageCounts other) => new([.. _counts.Zip(other._counts, (one, another) => one + another)]);
}

/// <summary>Neighbouring pages of a member, in the order of addresses.</summary>
/// <param name="First">The first page number: address divided by page size.</param>
/// <param name="Last">The last one; pages between them that are not there, or are pages of files, are left out.</param>
/// <param name="Counts">How many of each kind.</param>
public sealed record PagePart(ulong First, ulong Last, PageCounts Counts);
