using System.Text.Json;

namespace CowNotebooks.Notebooks.Messages;

/// <summary>How the lines between runner and engine are written and read: one JSON object each.</summary>
internal static class EngineLines
{
    // A field that is missing, or null where there must be something, makes a message that is none.
    private static readonly JsonSerializerOptions Strict = new() { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>The message as one line, with its newline.</summary>
    /// <typeparam name="T">The kind of messages, which has a type for each.</typeparam>
    public static byte[] Write<T>(T message) => [.. JsonSerializer.SerializeToUtf8Bytes(message), (byte)'\n'];

    /// <summary>Reads a line, without its newline.</summary>
    /// <typeparam name="T">The kind of messages.</typeparam>
    /// <exception cref="JsonException">It is not such a message, or was cut off.</exception>
    public static T? Read<T>(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Strict);
        }
        catch (Exception error) when (error is NotSupportedException or InvalidOperationException or ArgumentException)
        {
            // It is JSON, and does not say which message it is; or has a field twice, or half of a character.
            throw new JsonException(error.Message, error);
        }
    }
}
