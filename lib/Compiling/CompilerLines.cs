using System.Globalization;
using CowNotebooks.Forking.Messages;

namespace CowNotebooks.Compiling;

/// <summary>A diagnostic of a cell, with its place.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">One or two sentences, with the compiler's error number if it has one.</param>
internal sealed record CompilerNote(int Line, int Column, string Message);

/// <summary>
/// A request to the cell compiler: a line of words on its standard input, as <see cref="CowNotebooks.Forking.Messages.Line"/> writes them.
/// <code>
/// compile  ID  PREVIOUS  SOURCE  OUTPUT  child|parent  WHY
/// </code>
/// It is started as <c>dotnet CowNotebooks.Compiling.dll serve PARENT.dll</c> in the folder to which a relative <c>#r</c> refers, answers each line with
/// one line, and ends when its input does.
/// </summary>
/// <param name="Id">The name of this cell, unique among the cells of one parent.</param>
/// <param name="Previous">The id of the cell that this one continues, and so of all those before it; empty for none.</param>
/// <param name="Source">The path of its source.</param>
/// <param name="Output">The path of the compiled cell. The file is empty when the cell has no code.</param>
/// <param name="ForChild">True to refuse what a forked child cannot do.</param>
/// <param name="CannotCollect">Why no child of this parent can collect, and GC.Collect is refused; empty when it can.</param>
internal sealed record CompileRequest(string Id, string Previous, string Source, string Output, bool ForChild, string CannotCollect = "")
{
    private const string Word = "compile", Child = "child", Parent = "parent";

    /// <summary>
    /// The id of a heap of the catalogue. A cell that continues a heap compiled from its source under this id runs on the instance of the heap that was
    /// compiled when the parent was built.
    /// </summary>
    public static string IdOfHeap(string name) => $"catalogue.{name}";

    /// <summary>The line, with its newline.</summary>
    public string Write() => Line.Write([Word, Id, Previous, Source, Output, ForChild ? Child : Parent, CannotCollect]);

    /// <summary>Reads a line without its newline; null when it is malformed.</summary>
    public static CompileRequest? Read(string line) => Line.Read(line) is [Word, var id, var previous, var source, var output, (Child or Parent) and var target, var why]
        ? new(id, previous, source, output, target == Child, why)
        : null;
}

/// <summary>
/// The compiler's answer.
/// <code>
/// ok     LINE COLUMN MESSAGE …                   compiled; warnings
/// error  LINE COLUMN MESSAGE …                   the errors; nothing was written, and the id is free again
/// </code>
/// </summary>
/// <param name="IsCompiled">True for "ok".</param>
/// <param name="Notes">Warnings, or why it could not be compiled, in the order of the source.</param>
internal sealed record CompileAnswer(bool IsCompiled, IReadOnlyList<CompilerNote> Notes)
{
    private const string Ok = "ok", Error = "error";

    /// <summary>The line, with its newline.</summary>
    public string Write() => Line.Write(
    [
        IsCompiled ? Ok : Error,
        .. Notes.SelectMany(note => new[] { Text(note.Line), Text(note.Column), note.Message }),
    ]);

    /// <summary>Reads a line without its newline; null when it is malformed.</summary>
    public static CompileAnswer? Read(string line) => Line.Read(line) switch
    {
        [Ok, .. var notes] => new(true, ReadNotes(notes)),
        [Error, .. var notes] => new(false, ReadNotes(notes)),
        _ => null,
    };

    private static IReadOnlyList<CompilerNote> ReadNotes(string[] words) =>
        [.. words.Chunk(3).Where(note => note.Length == 3).Select(note => new CompilerNote(Number(note[0]), Number(note[1]), note[2]))];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
