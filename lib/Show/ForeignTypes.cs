using System.Text.Json;
using System.Text.Json.Nodes;
using CowNotebooks.Show.Formatting;
using Microsoft.Data.Analysis;

namespace CowNotebooks.Show;

/// <summary>How data frames and JSON are shown, which cannot carry an attribute of ours: as a table, and indented.</summary>
public static class ForeignTypes
{
    /// <summary>Tells .NET Interactive's formatting, once; types derived from these are meant as well.</summary>
    /// <param name="register">
    /// Takes a type, what writes a value of it, and the MIME type written:
    /// <c>(type, write, mimeType) => Microsoft.DotNet.Interactive.Formatting.Formatter.Register(type, write, mimeType)</c>.
    /// </param>
    public static void Register(Action<Type, Action<object, TextWriter>, string> register)
    {
        foreach (var type in new[] { typeof(DataFrame), typeof(JsonNode), typeof(JsonElement), typeof(JsonDocument) })
        {
            register(type, (value, writer) => writer.Write(ForeignFormats.ToHtml(value)), MimeTypes.Html);
            register(type, (value, writer) => writer.Write(ForeignFormats.ToText(value)), MimeTypes.Plain);
        }
    }
}
