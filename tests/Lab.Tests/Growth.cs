using CowNotebooks.Lab;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Tests;

/// <summary>Growth of USS by what a child does itself.</summary>
internal static class Growth
{
    /// <summary>In pages, less those of files: which of them are private, the other programs on this machine decide that map them too.</summary>
    public static long Grown(this Run run) => run.UssGrowthPages!.Value - run.GrownByFiles();

    /// <summary>That part of it, in pages.</summary>
    public static long GrownByFiles(this Run run) => run.Pages!.Changes.UssGrowthOf(PageChange.File);
}
