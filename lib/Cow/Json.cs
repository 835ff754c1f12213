using System.Text.Encodings.Web;
using System.Text.Json;

namespace CowNotebooks.Cow;

/// <summary>JSON for scripts: camelCase, indented, nulls kept.</summary>
internal static class Json
{
    // Quotes in sentences stay readable: the output never goes into a web page.
    private static readonly JsonSerializerOptions Options =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);
}
