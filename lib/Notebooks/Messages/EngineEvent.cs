using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CowNotebooks.Notebooks.Messages;

/// <summary>An event from the engine to its runner: one JSON object per line, about the cell being executed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Ready), "ready")]
[JsonDerivedType(typeof(Stream), "stream")]
[JsonDerivedType(typeof(Display), "display")]
[JsonDerivedType(typeof(Update), "update")]
[JsonDerivedType(typeof(Clear), "clear")]
[JsonDerivedType(typeof(Result), "result")]
[JsonDerivedType(typeof(Input), "input")]
[JsonDerivedType(typeof(Error), "error")]
[JsonDerivedType(typeof(Done), "done")]
[JsonDerivedType(typeof(Answer), "answer")]
internal abstract record EngineEvent
{
    /// <summary>The message as one line, with its newline.</summary>
    public byte[] ToLine() => EngineLines.Write(this);

    /// <summary>Reads a line, without its newline.</summary>
    /// <exception cref="JsonException">It is not such a message, or was cut off.</exception>
    public static EngineEvent? Read(string line) => EngineLines.Read<EngineEvent>(line);

    /// <summary>Once, when the engine can take requests.</summary>
    /// <param name="Runtime">The runtime the cells run on, for instance <c>.NET 10.0.12</c>.</param>
    internal sealed record Ready(string Runtime) : EngineEvent;

    /// <summary>Whenever the cell has written to the console: within 50 ms, and before any other event of the cell.</summary>
    /// <param name="Name"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="Text">What was written.</param>
    internal sealed record Stream(string Name, string Text) : EngineEvent;

    /// <summary>When the cell calls <c>display</c>.</summary>
    /// <param name="Data">MIME type to content; text/plain is always among them.</param>
    /// <param name="Id">The id for a later <see cref="Update"/>.</param>
    internal sealed record Display(JsonObject Data, string Id) : EngineEvent;

    /// <summary>When the cell replaces something that it, or an earlier cell, displayed.</summary>
    /// <param name="Data">MIME type to content; text/plain is always among them.</param>
    /// <param name="Id">The <see cref="Display"/> to replace.</param>
    internal sealed record Update(JsonObject Data, string Id) : EngineEvent;

    /// <summary>When the cell clears its output so far.</summary>
    /// <param name="Wait">True to clear only when new output comes.</param>
    internal sealed record Clear(bool Wait) : EngineEvent;

    /// <summary>When the cell ends in an expression: its value.</summary>
    /// <param name="Data">MIME type to content; text/plain is always among them.</param>
    internal sealed record Result(JsonObject Data) : EngineEvent;

    /// <summary>When the cell asks for a line of text; <see cref="EngineRequest.Input"/> is the answer.</summary>
    /// <param name="Prompt">What to ask; may be empty.</param>
    /// <param name="IsPassword">Whether the answer must not be seen.</param>
    internal sealed record Input(string Prompt, bool IsPassword) : EngineEvent;

    /// <summary>When the cell failed; <see cref="Done"/> follows.</summary>
    /// <param name="Cause">Why.</param>
    internal sealed record Error(CellError Cause) : EngineEvent;

    /// <summary>Last of a cell's events.</summary>
    /// <param name="Interrupted">True when an interrupt stopped the cell.</param>
    /// <param name="Said">What the kernel of an interrupted cell says of it, in a sentence; null when it says nothing.</param>
    internal sealed record Done(bool Interrupted, string? Said = null) : EngineEvent;

    /// <summary>The one event after a question about code.</summary>
    /// <param name="Content">The answer as in the Jupyter protocol, without <c>status</c>.</param>
    internal sealed record Answer(JsonObject Content) : EngineEvent;
}

/// <summary>The mark that the engine writes to descriptor 2 when a cell is done: the native output before it belongs to that cell.</summary>
internal static class EndOfCell
{
    public static ReadOnlySpan<byte> Mark => "\0end of cell\0"u8;
}
