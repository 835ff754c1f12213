using System.Text.Json;
using System.Text.Json.Serialization;

namespace CowNotebooks.Notebooks.Messages;

/// <summary>What the runner asks of the engine: one JSON object a line. The end of the requests ends the engine.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "request")]
[JsonDerivedType(typeof(Execute), "execute")]
[JsonDerivedType(typeof(Interrupt), "interrupt")]
[JsonDerivedType(typeof(Complete), "complete")]
[JsonDerivedType(typeof(Inspect), "inspect")]
[JsonDerivedType(typeof(Check), "check")]
[JsonDerivedType(typeof(WarmUp), "warm up")]
internal abstract record EngineRequest
{
    /// <summary>The message in one line, its end included.</summary>
    public byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this), (byte)'\n'];

    /// <summary>Reads a line, without its end.</summary>
    /// <exception cref="JsonException">It is no such message, or was cut off.</exception>
    public static EngineRequest? Read(string line) => JsonSerializer.Deserialize<EngineRequest>(line);

    /// <summary>Sent when the cell before is done: run this one.</summary>
    /// <param name="Place">What to call the cell in errors: <c>cell 3</c>.</param>
    /// <param name="Code">Its source.</param>
    internal sealed record Execute(string Place, string Code) : EngineRequest;

    /// <summary>Sent while a cell runs: stop it and keep the session. Ignored when no cell runs.</summary>
    internal sealed record Interrupt : EngineRequest;

    /// <summary>Sent while no cell runs: what can be typed here?</summary>
    /// <param name="Code">The cell as far as it is written.</param>
    /// <param name="Position">The caret, in UTF-16 units from the cell's beginning.</param>
    internal sealed record Complete(string Code, int Position) : EngineRequest;

    /// <summary>Sent while no cell runs: what is this?</summary>
    /// <param name="Code">The cell as far as it is written.</param>
    /// <param name="Position">The caret, in UTF-16 units from the cell's beginning.</param>
    internal sealed record Inspect(string Code, int Position) : EngineRequest;

    /// <summary>Sent while no cell runs: is this a whole cell, or would another line follow?</summary>
    /// <param name="Code">The cell.</param>
    internal sealed record Check(string Code) : EngineRequest;

    /// <summary>Sent once, when a reader is about to write the first cell: load the compiler meanwhile. Nothing is answered.</summary>
    internal sealed record WarmUp : EngineRequest;
}
