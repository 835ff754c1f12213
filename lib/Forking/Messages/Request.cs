using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace CowNotebooks.Forking.Messages;

/// <summary>What the observer asks a parent or a child for, see lib/Parents/PROTOCOL.md. Each is a line, with the newline that ends it.</summary>
public static class Request
{
    /// <summary>The first word of a request to a parent.</summary>
    public const string SetWord = "set", CellWord = "cell", ForkWord = "fork", ReapWord = "reap";

    /// <summary>The first word of a request to a child.</summary>
    public const string PrepareWord = "prepare", RunWord = "run", ShowWord = "show", SizeWord = "size", NamesWord = "names", GetWord = "get", QuitWord = "quit";

    /// <summary>The longest request to a child, bytes.</summary>
    public const int MostChildBytes = 1000;

    /// <summary>To a parent: a variable for all cells from now on.</summary>
    public static string Set(string name, CellValue value) => Line.Write([SetWord, name, value.Type, .. value.Texts]);

    /// <summary>To a parent: run the code in a file at top level.</summary>
    public static string Cell(string file) => Line.Write([CellWord, file]);

    /// <summary>To a parent: fork a child that talks over two FIFOs and prints to a file.</summary>
    public static string Fork(string to, string from, string output) => Line.Write([ForkWord, to, from, output]);

    /// <summary>To a parent: wait for a child that has ended or is about to.</summary>
    public static string Reap(int pid) => Line.Write([ReapWord, pid.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>To a child: make the code in a file ready to run.</summary>
    public static string Prepare(string file) => Line.Write([PrepareWord, file]);

    /// <summary>To a child: run prepared code, as part <paramref name="number"/> (from 0) of <paramref name="of"/>.</summary>
    public static string Run(string file, int number, int of) =>
        Line.Write([RunWord, file, number.ToString(CultureInfo.InvariantCulture), of.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>To a child: make text of the value of its last expression.</summary>
    public static string Show(string file) => Line.Write([ShowWord, file]);

    /// <summary>To a scout: the size and place of the objects that a variable holds.</summary>
    public static string Size(string variable) => Line.Write([SizeWord, variable]);

    /// <summary>To a child or scout: which variables its cells know; with the path of an object ("gc", "a.b"), its members.</summary>
    public static string Names(string? path = null) => Line.Write(path is null ? [NamesWord] : [NamesWord, path]);

    /// <summary>To a child or scout: the value of a variable, in a form that <see cref="Set"/> takes.</summary>
    public static string Get(string variable) => Line.Write([GetWord, variable]);

    /// <summary>To a child: leave.</summary>
    public static string Quit { get; } = Line.Write([QuitWord]);

    /// <summary>Whether a line, without its newline, is <see cref="Quit"/>; without allocating.</summary>
    public static bool IsQuit(ReadOnlySpan<byte> line) => line.SequenceEqual("quit"u8);

    /// <summary>Reads <see cref="Run"/> without its newline, without allocating; the file as it is written in the line.</summary>
    public static bool TryReadRun(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> file, out int number, out int of)
    {
        file = [];
        number = of = 0;
        if (!line.StartsWith("run\t"u8)) return false;
        var rest = line["run\t"u8.Length..];
        var end = rest.IndexOf((byte)'\t');
        if (end < 0) return false;
        file = rest[..end];
        rest = rest[(end + 1)..];
        return Utf8Parser.TryParse(rest, out number, out var used) && used < rest.Length && Utf8Parser.TryParse(rest[(used + 1)..], out of, out _);
    }

    /// <summary>The file of a request as <see cref="TryReadRun"/> sees it.</summary>
    public static byte[] FileBytes(string file) => Encoding.UTF8.GetBytes(Line.Write([file])[..^1]);
}
