using System.Text.Json;

namespace CowNotebooks.Notebooks.Messages;

/// <summary>How the lines between runner and engine are read.</summary>
internal static class EngineLines
{
    /// <summary>A field that is missing, or null where there must be something, makes a message that is none.</summary>
    public static JsonSerializerOptions Strict { get; } = new() { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };
}
