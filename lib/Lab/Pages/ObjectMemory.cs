using CowNotebooks.Forking.Messages;
using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Lab.Pages;

/// <summary>
/// Where a runtime keeps objects, as opposed to its own memory. A parent that knows says so in its description; for others it is the memory that
/// malloc(3) and mmap(2) give: [heap] and anonymous memory, but not the stack or the data of libraries.
/// </summary>
internal static class ObjectMemory
{
    public static PageRanges Of(PageRanges pages, Ready parent, PageMap map) => parent.ObjectMemory is { } memory
        ? pages.Intersect(PageRanges.Of([(memory.From / Size, (memory.To - memory.From) / Size)]))
        : PageRanges.Of(pages.Pages.Where(page => map.MappingOf(page) is { } mapping && (mapping.Path is null or "[heap]")).Select(page => (page, 1UL)));

    private static ulong Size => (ulong)Environment.SystemPageSize;
}
