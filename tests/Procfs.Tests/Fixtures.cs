using System.Text;

namespace CowNotebooks.Procfs.Tests;

/// <summary>The recorded and written /proc trees of tests/fixtures/proc.</summary>
internal static class Fixtures
{
    public const int KernelThread = 2;
    public const int Bash = 8404;
    public const int Python = 8405;
    public const int DotNet = 8406;
    public const int Parentheses = 8414;
    public const int Newline = 8415;
    public const int Zombie = 8416;

    /// <summary>The pid in every tree that was written rather than captured.</summary>
    public const int Written = 42;

    private static readonly string s_root = Path.Combine(AppContext.BaseDirectory, "proc");

    public static ProcFs Captured { get; } = Tree("linux-6.18");

    public static ProcFs Tree(string kernel) => new(Path.Combine(s_root, kernel));

    public static byte[] Bytes(string path) => File.ReadAllBytes(Path.Combine(s_root, path));

    public static ProcSource Source(string path) => new(path, Written);

    public static SmapsRollup Rollup(string text) => SmapsRollup.Parse(Encoding.UTF8.GetBytes(text), Source("smaps_rollup"));

    /// <summary>Every file that a parser takes, with the parser.</summary>
    public static IReadOnlyList<Fixture> All { get; } =
    [
        .. Directory.EnumerateFiles(s_root, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => (Path: Path.GetRelativePath(s_root, path), Read: Parsers.For(Path.GetFileName(path))))
            .Where(file => file.Read is not null)
            .Select(file => new Fixture(file.Path, Bytes(file.Path), file.Read!)),
    ];
}

/// <summary>A text and what reads it.</summary>
internal sealed record Fixture(string Path, byte[] Text, ParseAny Read);

/// <summary>A parser of any kind, which also asks for everything its value computes.</summary>
internal delegate object ParseAny(ReadOnlySpan<byte> text, ProcSource source);

internal static class Parsers
{
    public static ParseAny? For(string file) => file switch
    {
        "smaps_rollup" => (text, source) => Seen(SmapsRollup.Parse(text, source)),
        "smaps" => (text, source) => Seen(Smaps.Parse(text, source)),
        "maps" => (text, source) => Maps.Parse(text, source),
        "stat" => (text, source) => Seen(ProcStat.Parse(text, source)),
        "status" => ProcStatus.Parse,
        "meminfo" => Meminfo.Parse,
        _ => null,
    };

    private static object Seen(SmapsRollup rollup) => (rollup, rollup.Uss, rollup.UnknownFields.ToString());

    private static object Seen(Smaps smaps) => (smaps.Total(), smaps.Total().Uss, smaps.Sum(smap => smap.Map.Path?.Length));

    private static object Seen(ProcStat stat) => (stat, stat.Comm, stat.GetHashCode());
}
