using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CowNotebooks.Cow;

/// <summary>JSON for scripts: camelCase, indented, nulls kept.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = Encoder };

    // Quotes in sentences stay readable: the output never goes into a web page.
    private static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>An object with the properties of a type.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>
    /// An object of named values. The serializer, which compiles code for each type that it meets, is used only for those that are more than text, numbers, lists of
    /// text and such objects.
    /// </summary>
    public static string Write(OrderedDictionary<string, object?> value)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, Encoder = Encoder })) Write(json, value);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case OrderedDictionary<string, object?> fields:
                json.WriteStartObject();
                foreach (var (name, field) in fields)
                {
                    json.WritePropertyName(name);
                    Write(json, field);
                }

                json.WriteEndObject();
                break;
            case IReadOnlyList<string> lines:
                json.WriteStartArray();
                foreach (var line in lines) json.WriteStringValue(line);
                json.WriteEndArray();
                break;
            default:
                JsonSerializer.Serialize(json, value, value.GetType(), Options);
                break;
        }
    }
}
