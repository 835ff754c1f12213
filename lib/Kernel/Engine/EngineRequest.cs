using System.Text.Json.Serialization;

namespace CowNotebooks.Kernel.Engine;

/// <summary>What the runner asks of the engine: one JSON object a line. The end of the requests ends the engine.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "request")]
[JsonDerivedType(typeof(Execute), "execute")]
[JsonDerivedType(typeof(Interrupt), "interrupt")]
internal abstract record EngineRequest
{
    /// <summary>Sent when the cell before is done: run this one.</summary>
    /// <param name="Place">What to call the cell in errors: <c>cell 3</c>.</param>
    /// <param name="Code">Its source.</param>
    internal sealed record Execute(string Place, string Code) : EngineRequest;

    /// <summary>Sent while a cell runs: stop it and keep the session. Ignored when no cell runs.</summary>
    internal sealed record Interrupt : EngineRequest;
}
