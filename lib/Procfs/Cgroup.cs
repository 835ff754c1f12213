using CowNotebooks.Procfs.Text;

namespace CowNotebooks.Procfs;

/// <summary>The files of control groups, version 2 (cgroups(7); Documentation/admin-guide/cgroup-v2.rst). Sizes are bytes.</summary>
public static class Cgroup
{
    /// <summary>The group of a process, by the line <c>0::PATH</c> of <c>/proc/PID/cgroup</c>: a path from the root of the hierarchy; null when it is in none of version 2.</summary>
    /// <exception cref="ProcException">The text is cut off.</exception>
    public static string? PathOf(ReadOnlySpan<byte> text, ProcSource source)
    {
        var lines = new LineReader(text, source);
        while (lines.Next())
        {
            if (lines.Line.StartsWith("0::/"u8)) return System.Text.Encoding.UTF8.GetString(lines.Line[3..]);
        }

        return null;
    }

    /// <summary>The one figure of <c>memory.max</c> or <c>memory.current</c>; null for "max", which is no limit.</summary>
    /// <exception cref="ProcException">The text is cut off, or is not a number.</exception>
    public static long? Bytes(ReadOnlySpan<byte> text, ProcSource source)
    {
        var lines = new LineReader(text, source);
        if (!lines.Next()) throw new ProcTruncatedException(source, "is empty");
        return lines.Line.SequenceEqual("max"u8) ? null : Digits.TryDecimal(lines.Line, out var bytes) ? bytes : throw lines.Malformed("is not a number");
    }

    /// <summary>The pages of files in <c>memory.stat</c> that nobody has used lately: they are part of memory.current, and the kernel drops them first. 0 when it does not say.</summary>
    /// <exception cref="ProcException">The text is cut off.</exception>
    public static long InactiveFileBytes(ReadOnlySpan<byte> text, ProcSource source)
    {
        var lines = new LineReader(text, source);
        while (lines.Next())
        {
            if (lines.Line.StartsWith("inactive_file "u8) && Digits.TryDecimal(lines.Line["inactive_file ".Length..], out var bytes)) return bytes;
        }

        return 0;
    }
}
