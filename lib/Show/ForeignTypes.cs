using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CowNotebooks.Show.Formatting;
using Microsoft.Data.Analysis;

namespace CowNotebooks.Show;

/// <summary>
/// How types of other libraries are shown, which cannot carry an attribute of ours: a data frame as a table, JSON indented. Kernels show them as
/// trees of their properties otherwise.
/// </summary>
public static class ForeignTypes
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Tells a kernel, once; types derived from these are meant as well.</summary>
    /// <param name="register">
    /// Takes a type, what writes a value of it, and the MIME type written:
    /// <c>(type, write, mimeType) => Formatter.Register(type, write, mimeType)</c>.
    /// </param>
    public static void Register(Action<Type, Action<object, TextWriter>, string> register)
    {
        register(typeof(DataFrame), (frame, writer) => writer.Write(Table.Rows((DataFrame)frame).ToHtml()), MimeTypes.Html);
        register(typeof(DataFrame), (frame, writer) => writer.Write(Table.Rows((DataFrame)frame)), MimeTypes.Plain);
        register(typeof(JsonNode), (node, writer) => writer.Write($"<pre>{WebUtility.HtmlEncode(Json(node))}</pre>"), MimeTypes.Html);
        register(typeof(JsonNode), (node, writer) => writer.Write(Json(node)), MimeTypes.Plain);
    }

    private static string Json(object node) => ((JsonNode)node).ToJsonString(Indented);
}
