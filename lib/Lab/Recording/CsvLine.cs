using System.Globalization;
using System.Text;
using CowNotebooks.Lab.Recording.Files;

namespace CowNotebooks.Lab.Recording;

/// <summary>CSV (RFC 4180): fields with a comma, quote or line break are quoted; null is an empty field.</summary>
public static class CsvLine
{
    /// <summary>Writes a file; an existing one is replaced only when all is written.</summary>
    /// <exception cref="IOException">It cannot be written: the message says why.</exception>
    public static void WriteFile(string path, IEnumerable<string> lines) =>
        FileReplacement.Write(path, file => file.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")))));

    /// <summary>One line, without its end.</summary>
    public static string Write(IEnumerable<object?> fields) => string.Join(',', fields.Select(field => Quote(Convert.ToString(field, CultureInfo.InvariantCulture) ?? "")));

    /// <summary>The fields of a line; in quoted ones there are no line breaks.</summary>
    public static string[] Read(string line)
    {
        var fields = new List<string> { "" };
        var quoted = false;
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '"' && quoted && at + 1 < line.Length && line[at + 1] == '"') fields[^1] += line[++at];
            else if (line[at] == '"') quoted = !quoted;
            else if (line[at] == ',' && !quoted) fields.Add("");
            else fields[^1] += line[at];
        }

        return [.. fields];
    }

    private static string Quote(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"")}\"";
}
