using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CowNotebooks.Notebooks.Ipynb;

/// <summary>
/// Writes JSON as Jupyter does (Python's <c>json.dumps(indent=1, ensure_ascii=False)</c>), so that an
/// unchanged notebook is written byte for byte as it was read. System.Text.Json escapes more than JSON requires.
/// </summary>
internal static class JsonText
{
    public static string Write(JsonNode? node, int indent)
    {
        var text = new StringBuilder();
        Write(text, node, indent, depth: 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, int indent, int depth)
    {
        switch (node)
        {
            case JsonObject fields:
                var first = true;
                text.Append('{');
                foreach (var (name, value) in fields)
                {
                    StartItem(text, ref first, indent, depth);
                    WriteString(text, name);
                    text.Append(": ");
                    Write(text, value, indent, depth + 1);
                }
                End(text, '}', fields.Count, indent, depth);
                break;
            case JsonArray items:
                first = true;
                text.Append('[');
                foreach (var item in items)
                {
                    StartItem(text, ref first, indent, depth);
                    Write(text, item, indent, depth + 1);
                }
                End(text, ']', items.Count, indent, depth);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                WriteString(text, value.GetValue<string>());
                break;
            default:
                // Numbers keep their original text: 1.0 stays 1.0.
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private static void StartItem(StringBuilder text, ref bool first, int indent, int depth)
    {
        text.Append(first ? "\n" : ",\n").Append(' ', indent * (depth + 1));
        first = false;
    }

    private static void End(StringBuilder text, char close, int count, int indent, int depth)
    {
        if (count > 0) text.Append('\n').Append(' ', indent * depth);
        text.Append(close);
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                case < ' ': text.Append($"\\u{(int)c:x4}"); break;
                default: text.Append(c); break;
            }
        }
        text.Append('"');
    }
}
