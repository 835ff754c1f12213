using System.Globalization;

namespace CowNotebooks.Lab.Recording;

/// <summary>CSV (RFC 4180): fields with a comma, quote or line break are quoted; null is an empty field.</summary>
public static class CsvLine
{
    /// <summary>Writes a file; an existing one is replaced only when all is written.</summary>
    public static void WriteFile(string path, IEnumerable<string> lines)
    {
        var unfinished = path + ".unfinished";
        try
        {
            File.WriteAllLines(unfinished, lines);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>One line, without its end.</summary>
    public static string Write(IEnumerable<object?> fields) => string.Join(',', fields.Select(field => Quote(Convert.ToString(field, CultureInfo.InvariantCulture) ?? "")));

    private static string Quote(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"")}\"";
}
