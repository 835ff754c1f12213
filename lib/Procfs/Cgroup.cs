using System.Text;
using CowNotebooks.Procfs.Text;

namespace CowNotebooks.Procfs;

/// <summary>
/// The files of control groups (cgroups(7)): those of version 2 (Documentation/admin-guide/cgroup-v2.rst), and of the memory controller of version 1
/// (Documentation/admin-guide/cgroup-v1/memory.rst). Sizes are bytes.
/// </summary>
public static class Cgroup
{
    /// <summary>The group of a process, by a line <c>ID:CONTROLLERS:PATH</c> of <c>/proc/PID/cgroup</c>: a path from the root of the hierarchy.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="source">Whose it is, for errors.</param>
    /// <param name="controller">A controller of version 1, as "memory"; empty for version 2, whose line names none.</param>
    /// <returns>The path; null when there is no such line.</returns>
    /// <exception cref="ProcException">The text is cut off.</exception>
    public static string? PathOf(ReadOnlySpan<byte> text, ProcSource source, string controller = "")
    {
        var lines = new LineReader(text, source);
        while (lines.Next())
        {
            // A path may hold colons.
            if (Encoding.UTF8.GetString(lines.Line).Split(':', 3) is [_, var controllers, ['/', ..] path] && controllers.Split(',').Contains(controller)) return path;
        }

        return null;
    }

    /// <summary>The one figure of <c>memory.max</c>, <c>memory.current</c>, or <c>memory.limit_in_bytes</c> and <c>memory.usage_in_bytes</c> of version 1; null for "max", which is no limit.</summary>
    /// <exception cref="ProcException">The text is cut off, or is not a number.</exception>
    public static long? Bytes(ReadOnlySpan<byte> text, ProcSource source)
    {
        var lines = new LineReader(text, source);
        if (!lines.Next()) throw new ProcTruncatedException(source, "is empty");
        return lines.Line.SequenceEqual("max"u8) ? null : Digits.TryDecimal(lines.Line, out var bytes) ? bytes : throw lines.Malformed("is not a number");
    }

    /// <summary>
    /// The pages of files in <c>memory.stat</c> that nobody has used lately, of the group and those below it (version 1 has a line of its own for both): they are part of what
    /// the group uses, and the kernel drops them first. 0 when it does not say.
    /// </summary>
    /// <exception cref="ProcException">The text is cut off.</exception>
    public static long InactiveFileBytes(ReadOnlySpan<byte> text, ProcSource source)
    {
        var lines = new LineReader(text, source);
        var found = 0L;
        while (lines.Next())
        {
            var name = lines.Line.StartsWith("total_"u8) ? "total_inactive_file "u8 : "inactive_file "u8;
            if (lines.Line.StartsWith(name) && Digits.TryDecimal(lines.Line[name.Length..], out var bytes)) found = bytes;
        }

        return found;
    }
}
