using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Attaching;

/// <summary>Tells the kinds of a process's mappings apart.</summary>
internal static class MappingKinds
{
    // Names that the kernel gives to shared memory (mm/shmem.c, ipc/shm.c), and where POSIX shared memory lies (shm_open(3)).
    private static readonly string[] SharedMemory = ["/dev/zero", "/memfd:", "/SYSV", "/dev/shm/", "[anon_shmem:"];

    public static IReadOnlyList<MappingKind> Of(ProcProcess process, Maps maps)
    {
        var huge = HugetlbStarts(process);
        return [.. maps.Select(map => huge.Contains(map.Start) ? MappingKind.Hugetlb : Of(map))];
    }

    public static MappingKind Of(MemoryMap map) => map.Path switch
    {
        "[heap]" => MappingKind.Heap,
        "[stack]" => MappingKind.Stack,
        { } path when SharedMemory.Any(name => path.StartsWith(name, StringComparison.Ordinal)) => MappingKind.Shmem,
        _ when map.Inode != 0 || map.Path == "[vdso]" => MappingKind.File,
        _ => map.IsPrivate ? MappingKind.Anonymous : MappingKind.Shmem,
    };

    /// <summary>Only smaps tells, by the page size; it costs a walk of all pages, so only a process that has some is asked.</summary>
    private static HashSet<ulong> HugetlbStarts(ProcProcess process) => process.Status().HugetlbPages is > 0
        ? [.. process.Smaps().Where(one => one.KernelPageSize > Environment.SystemPageSize).Select(one => one.Map.Start)]
        : [];
}
