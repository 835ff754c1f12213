using CowNotebooks.Procfs;

namespace CowNotebooks.Lab;

/// <summary>What a mapping is for.</summary>
public enum MappingKind
{
    /// <summary>The memory that brk(2) grows: [heap].</summary>
    Heap,

    /// <summary>Other private memory of no file: mmap(2), the stacks of threads.</summary>
    Anonymous,

    /// <summary>A file, with private copies of its pages.</summary>
    File,

    /// <summary>The stack of the first thread: [stack].</summary>
    Stack,

    /// <summary>Shared memory: shared anonymous mappings, System V, POSIX and memfd_create(2).</summary>
    Shmem,

    /// <summary>Huge pages of hugetlbfs. RSS and PSS leave them out.</summary>
    Hugetlb,
}

/// <summary>A mapping of a member, and its pages.</summary>
/// <param name="Map">Its addresses and its file.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Pages">Its pages.</param>
public sealed record MemberMapping(MemoryMap Map, MappingKind Kind, PageCounts Pages)
{
    /// <summary>The file or the kernel's name for it, in the form of <see cref="Printable"/>; for anonymous memory where it begins.</summary>
    public string Name => Map.Path is { } path ? Printable.Of(path) : $"{Map.Start:x}";
}
