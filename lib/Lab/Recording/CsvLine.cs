using System.Globalization;

namespace CowNotebooks.Lab.Recording;

/// <summary>One line of CSV, as RFC 4180 has it: fields with a comma, quote or line break stand in quotes.</summary>
internal static class CsvLine
{
    public static string Write(IEnumerable<object?> fields) => string.Join(',', fields.Select(field => Quote(Convert.ToString(field, CultureInfo.InvariantCulture) ?? "")));

    private static string Quote(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"")}\"";
}
