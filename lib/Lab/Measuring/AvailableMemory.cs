using CowNotebooks.Procfs;

namespace CowNotebooks.Lab.Measuring;

/// <summary>How much memory can be taken without swapping, and without the out-of-memory killer: what the machine has, or what is left of a control group's limit when that is less.</summary>
/// <param name="Bytes">So much; null when the kernel does not say.</param>
/// <param name="Limit">The file with the limit of the control group that leaves less than the machine has; null when none does.</param>
internal sealed record AvailableMemory(long? Bytes, string? Limit)
{
    /// <summary>For a sentence, after the figure: where the limit is; empty for the machine's own.</summary>
    public string Where => Limit is null ? "" : $" within {Limit}";

    /// <summary>Reads it.</summary>
    /// <param name="root">Where proc and sys are; tests pass another folder.</param>
    /// <exception cref="ProcException">There is no meminfo.</exception>
    public static AvailableMemory Read(string root = "/")
    {
        var least = new AvailableMemory(new ProcFs(Path.Combine(root, "proc")).Meminfo().MemAvailable, null);
        if (Text("proc/self/cgroup") is not { } groups) return least;
        Look("sys/fs/cgroup", Cgroup.PathOf(groups, new("cgroup")), "memory.max", "memory.current");
        // Version 1 says 2^63 less a page where there is no limit.
        Look("sys/fs/cgroup/memory", Cgroup.PathOf(groups, new("cgroup"), "memory"), "memory.limit_in_bytes", "memory.usage_in_bytes");
        return least;

        // A limit holds for all groups below; the root of the hierarchy has one in a container, where it is the container's.
        void Look(string hierarchy, string? group, string limit, string usage)
        {
            for (; group is not null; group = group == "/" ? null : Path.GetDirectoryName(group))
            {
                var folder = Path.Combine(hierarchy, group.TrimStart('/'));
                if (Figure(folder, limit) is not { } most || Figure(folder, usage) is not { } used) continue;
                var dropped = Text(Path.Combine(folder, "memory.stat")) is { } stat ? Cgroup.InactiveFileBytes(stat, new("memory.stat")) : 0;
                var left = Math.Max(0, most - Math.Max(0, used - dropped));
                if (least.Bytes is not { } bytes || left < bytes) least = new(left, $"/{folder.TrimEnd('/')}/{limit}");
            }
        }

        long? Figure(string folder, string name) => Text(Path.Combine(folder, name)) is { } text ? Cgroup.Bytes(text, new(name)) : null;

        byte[]? Text(string path)
        {
            try
            {
                return File.ReadAllBytes(Path.Combine(root, path));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
