namespace CowNotebooks.Procfs;

/// <summary>The four user (or group) ids of a process, credentials(7).</summary>
/// <param name="Real">The id of whoever started it.</param>
/// <param name="Effective">The id that permission checks use.</param>
/// <param name="Saved">The id that it may switch back to.</param>
/// <param name="FileSystem">The id for access to files.</param>
public readonly record struct ProcIds(uint Real, uint Effective, uint Saved, uint FileSystem)
{
    internal static ProcIds? TryParse(string text)
    {
        Span<uint> ids = stackalloc uint[4];
        var words = text.Split('\t');
        if (words.Length != ids.Length) return null;
        for (var i = 0; i < ids.Length; i++)
            if (!uint.TryParse(words[i], System.Globalization.NumberStyles.None, null, out ids[i]))
                return null;
        return new(ids[0], ids[1], ids[2], ids[3]);
    }
}
