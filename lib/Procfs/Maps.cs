using System.Collections;
using CowNotebooks.Procfs.Text;

namespace CowNotebooks.Procfs;

/// <summary>The mappings of a process in the order of their addresses: <c>/proc/PID/maps</c> (proc_pid_maps(5)). Never empty.</summary>
public sealed class Maps : IReadOnlyList<MemoryMap>
{
    private readonly MemoryMap[] _maps;

    private Maps(MemoryMap[] maps) => _maps = maps;

    /// <summary>How many there are.</summary>
    public int Count => _maps.Length;

    /// <summary>The mapping at this index, in the order of addresses.</summary>
    public MemoryMap this[int index] => _maps[index];

    /// <summary>Reads the text of a maps file.</summary>
    /// <exception cref="ProcException">
    /// The text is empty (a kernel thread or an exited process), cut off, or not in the kernel's format.
    /// </exception>
    public static Maps Parse(ReadOnlySpan<byte> text, ProcSource source)
    {
        var maps = new List<MemoryMap>();
        var lines = new LineReader(text, source);
        while (lines.Next())
        {
            maps.Add(new(MapLine.Parse(lines)));
            if (maps.Count > 1) lines.RefuseBefore(maps[^2], maps[^1]);
        }

        if (maps.Count == 0) throw ProcNoMemoryException.Empty(source);
        return new([.. maps]);
    }

    /// <summary>The mappings, in the order of addresses.</summary>
    public IEnumerator<MemoryMap> GetEnumerator() => ((IEnumerable<MemoryMap>)_maps).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
