using System.Collections;
using System.Text;
using CowNotebooks.Procfs.Text;

namespace CowNotebooks.Procfs;

/// <summary>
/// The memory of a process, mapping by mapping: <c>/proc/PID/smaps</c> (since Linux 2.6.14; proc_pid_smaps(5)). Never empty.
/// </summary>
/// <remarks>
/// The kernel writes the file in portions, so a process that maps memory meanwhile may be seen half before and half after.
/// </remarks>
public sealed class Smaps : IReadOnlyList<Smap>
{
    private readonly Smap[] _maps;
    private readonly SmapsRollup _total;

    private Smaps(Smap[] maps, SmapsRollup total) => (_maps, _total) = (maps, total);

    /// <summary>How many mappings there are.</summary>
    public int Count => _maps.Length;

    /// <summary>The mapping at this index, in the order of addresses.</summary>
    public Smap this[int index] => _maps[index];

    /// <summary>Reads the text of a smaps file.</summary>
    /// <exception cref="ProcException">
    /// The text is empty (a kernel thread or an exited process), cut off, or not in the kernel's format.
    /// </exception>
    public static Smaps Parse(ReadOnlySpan<byte> text, ProcSource source)
    {
        var maps = new List<Smap>();
        SmapsRollup? total = null;
        var lines = new LineReader(text, source);
        ReadOnlySpan<byte> before = default;
        var more = lines.Next();
        while (more)
        {
            var smap = new SmapReader(lines);
            if (maps.Count > 0) lines.RefuseBefore(maps[^1].Map, smap.Map);
            var start = lines.Rest;
            var length = 0;
            while ((more = lines.Next()) && lines.TryField(out var name, out var value))
            {
                smap.Take(name, value, lines);
                length = start.Length - lines.Rest.Length;
            }

            var fields = start[..length];
            // The kernel writes the same fields for every mapping, so if the last one has only the first few, the text was cut off there.
            if (!more && FirstLacking(before, fields, source) is { } lacking) throw new ProcTruncatedException(source, $"lacks the field {lacking} in its last mapping");
            if (!more && before.IsEmpty && smap.EndsTooEarly) throw new ProcTruncatedException(source, $"lacks the field {(smap.HasFields ? "Swap" : "Rss")} in its only mapping");
            before = fields;
            maps.Add(smap.Finish());
            total = total?.Plus(maps[^1].Counters) ?? maps[^1].Counters with { UnknownFields = default };
        }

        return new([.. maps], total ?? throw ProcNoMemoryException.Empty(source));
    }

    /// <summary>The first field that the last mapping lacks, when its fields are the first ones of the mapping before it, in order; null otherwise.</summary>
    private static string? FirstLacking(ReadOnlySpan<byte> before, ReadOnlySpan<byte> last, ProcSource source)
    {
        var whole = new LineReader(before, source);
        var cut = new LineReader(last, source);
        while (whole.Next())
        {
            whole.TryField(out var expected, out _);
            if (!cut.Next()) return Encoding.UTF8.GetString(expected);
            cut.TryField(out var name, out _);
            if (!name.SequenceEqual(expected)) return null;
        }

        return null;
    }

    /// <summary>
    /// The sum over the mappings, which is what smaps_rollup shows; for kernels before 4.14, which lack that file. Each mapping's PSS, SwapPss
    /// and Locked are rounded down to kB, so these sums are below the rollup's by less than 1 kB per mapping. Pss_Anon, Pss_File and Pss_Shmem are
    /// null.
    /// </summary>
    public SmapsRollup Total() => _total;

    /// <summary>The mappings, in the order of addresses.</summary>
    public IEnumerator<Smap> GetEnumerator() => ((IEnumerable<Smap>)_maps).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
