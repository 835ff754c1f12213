namespace CowNotebooks.Procfs.Text;

/// <summary>One line of maps, which is also the head of each mapping in smaps and of the rollup. Nothing is copied.</summary>
/// <remarks>
/// <code>
/// 7f3c5a000000-7f3c5a021000 rw-p 00000000 fe:00 247629                     /usr/bin/head
/// start        end          perm offset   device inode   spaces up to a column, then the path, or nothing
/// </code>
/// </remarks>
internal readonly ref struct MapLine
{
    public ulong Start { get; private init; }

    public ulong End { get; private init; }

    public ReadOnlySpan<byte> Permissions { get; private init; }

    public ulong Offset { get; private init; }

    public uint DeviceMajor { get; private init; }

    public uint DeviceMinor { get; private init; }

    public ulong Inode { get; private init; }

    /// <summary>As written. A path may contain spaces, also at its end, so only leading ones are removed.</summary>
    public ReadOnlySpan<byte> Path { get; private init; }

    public static MapLine Parse(in LineReader line)
    {
        var rest = line.Line;
        var (start, end) = HexPair(Word(ref rest), (byte)'-', line);
        var permissions = Word(ref rest);
        if (!ArePermissions(permissions)) throw line.Malformed("has no permissions like rw-p");
        if (!Digits.TryHex(Word(ref rest), out var offset)) throw line.Malformed("has no offset");
        var (major, minor) = HexPair(Word(ref rest), (byte)':', line);
        if (!Digits.TryUnsigned(Word(ref rest), out var inode)) throw line.Malformed("has no inode");
        if (end < start || major > uint.MaxValue || minor > uint.MaxValue) throw line.Malformed("has an impossible range or device");
        return new()
        {
            Start = start,
            End = end,
            Permissions = permissions,
            Offset = offset,
            DeviceMajor = (uint)major,
            DeviceMinor = (uint)minor,
            Inode = inode,
            Path = rest.TrimStart((byte)' '),
        };
    }

    private static ReadOnlySpan<byte> Word(scoped ref ReadOnlySpan<byte> rest)
    {
        var blank = rest.IndexOf((byte)' ');
        var word = blank < 0 ? rest : rest[..blank];
        rest = blank < 0 ? default : rest[(blank + 1)..];
        return word;
    }

    private static (ulong First, ulong Second) HexPair(ReadOnlySpan<byte> word, byte separator, in LineReader line)
    {
        var at = word.IndexOf(separator);
        if (at < 0 || !Digits.TryHex(word[..at], out var first) || !Digits.TryHex(word[(at + 1)..], out var second))
            throw line.Malformed("is not a mapping");
        return (first, second);
    }

    private static bool ArePermissions(ReadOnlySpan<byte> word) =>
        word is [(byte)'r' or (byte)'-', (byte)'w' or (byte)'-', (byte)'x' or (byte)'-', (byte)'p' or (byte)'s'];
}
