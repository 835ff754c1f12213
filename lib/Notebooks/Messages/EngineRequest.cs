using System.Text.Json;
using System.Text.Json.Serialization;

namespace CowNotebooks.Notebooks.Messages;

/// <summary>A request from the runner to the engine: one JSON object per line. The engine exits at the end of the requests.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "request")]
[JsonDerivedType(typeof(Execute), "execute")]
[JsonDerivedType(typeof(Interrupt), "interrupt")]
[JsonDerivedType(typeof(Input), "input")]
[JsonDerivedType(typeof(Complete), "complete")]
[JsonDerivedType(typeof(Inspect), "inspect")]
[JsonDerivedType(typeof(Check), "check")]
[JsonDerivedType(typeof(WarmUp), "warm up")]
internal abstract record EngineRequest
{
    /// <summary>The message as one line, with its newline.</summary>
    public byte[] ToLine() => EngineLines.Write(this);

    /// <summary>Reads a line, without its newline.</summary>
    /// <exception cref="JsonException">It is not such a message, or was cut off.</exception>
    public static EngineRequest? Read(string line) => EngineLines.Read<EngineRequest>(line);

    /// <summary>Sent when the previous cell is done: run this one.</summary>
    /// <param name="Place">The name of the cell in errors: <c>cell 3</c>.</param>
    /// <param name="Code">Its source.</param>
    /// <param name="Language">The language that the cell's metadata names; null for C#.</param>
    internal sealed record Execute(string Place, string Code, string? Language = null) : EngineRequest;

    /// <summary>Sent while a cell runs: stop it and keep the session. Ignored when no cell runs.</summary>
    internal sealed record Interrupt : EngineRequest;

    /// <summary>Sent after <see cref="EngineEvent.Input"/>: what the person answered.</summary>
    /// <param name="Text">The line, without its end; null when nobody can answer.</param>
    /// <param name="Refusal">Then why, and what to do: it becomes the cell's error.</param>
    internal sealed record Input(string? Text, string? Refusal = null) : EngineRequest;

    /// <summary>Sent while no cell runs: which completions are there?</summary>
    /// <param name="Code">The cell as far as it is written.</param>
    /// <param name="Position">The caret, in UTF-16 units from the cell's beginning.</param>
    internal sealed record Complete(string Code, int Position) : EngineRequest;

    /// <summary>Sent while no cell runs: what does the name at the caret mean?</summary>
    /// <param name="Code">The cell as far as it is written.</param>
    /// <param name="Position">The caret, in UTF-16 units from the cell's beginning.</param>
    internal sealed record Inspect(string Code, int Position) : EngineRequest;

    /// <summary>Sent while no cell runs: is this a complete cell, or does it need another line?</summary>
    /// <param name="Code">The cell.</param>
    internal sealed record Check(string Code) : EngineRequest;

    /// <summary>Sent once, before the first cell is written: load the compiler in the background. There is no answer.</summary>
    internal sealed record WarmUp : EngineRequest;
}
