using System.Collections;
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

    /// <summary>The mapping at this place, in the order of addresses.</summary>
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
        var more = lines.Next();
        while (more)
        {
            var smap = new SmapReader(lines);
            while ((more = lines.Next()) && lines.TryField(out var name, out var value)) smap.Take(name, value, lines);
            maps.Add(smap.Finish(source));
            total = total?.Plus(maps[^1].Counters) ?? maps[^1].Counters with { UnknownFields = default };
        }

        return new([.. maps], total ?? throw ProcNoMemoryException.Empty(source));
    }

    /// <summary>
    /// The sum over the mappings, which is what smaps_rollup gives; for kernels before 4.14, which have none. Each mapping's PSS, SwapPss
    /// and Locked are cut to kB, so these sums are below the rollup's by less than 1 kB a mapping. Pss_Anon, Pss_File and Pss_Shmem are
    /// null.
    /// </summary>
    public SmapsRollup Total() => _total;

    /// <summary>The mappings, in the order of addresses.</summary>
    public IEnumerator<Smap> GetEnumerator() => ((IEnumerable<Smap>)_maps).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
