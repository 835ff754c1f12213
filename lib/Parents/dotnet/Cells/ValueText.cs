using System.Collections;
using System.Globalization;
using System.Text;
using CowNotebooks.Forking.Messages;
using CowNotebooks.Sizing;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>The value of a cell as text: as its author would write it in C#, where that is short.</summary>
internal static class ValueText
{
    private const int MostItems = 20, MostDepth = 4;

    /// <summary>The text; null for null.</summary>
    public static string? Of(object? value)
    {
        if (value is null) return null;
        var text = new StringBuilder();
        Append(text, value, 0);
        return text.ToString();
    }

    /// <summary>The name of a type as the cell's author wrote it: the compiler nests them in a class of the submission.</summary>
    public static string NameOf(Type type) => NameOf(TypeName.Of(type));

    /// <summary>The same of a name as reflection has it.</summary>
    public static string NameOf(string type) => type.Replace(CellFormat.ClassName + ".", "", StringComparison.Ordinal);

    private static void Append(StringBuilder text, object? value, int depth)
    {
        if (text.Length > Answer.MostCharacters) return;
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string characters:
                Quote(text, characters);
                break;
            case char character:
                text.Append(CultureInfo.InvariantCulture, $"'{character}'");
                break;
            case bool truth:
                text.Append(truth ? "true" : "false");
                break;
            case Exception error:
                text.Append(CultureInfo.InvariantCulture, $"{NameOf(error.GetType())}: {error.Message}");
                break;
            case Type type:
                text.Append(NameOf(type));
                break;
            // A node is enumerable, but its reader wants its number.
            case IFormattable or Node:
                text.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
            case IEnumerable when depth == MostDepth:
                text.Append('…');
                break;
            case IDictionary dictionary:
                AppendPairs(text, dictionary, depth);
                break;
            case IEnumerable items when !OverridesToString(value.GetType()):
                AppendItems(text, items, depth);
                break;
            default:
                text.Append(OverridesToString(value.GetType()) ? value.ToString() : NameOf(value.GetType()));
                break;
        }
    }

    private static void AppendItems(StringBuilder text, IEnumerable items, int depth)
    {
        text.Append('[');
        var shown = 0;
        foreach (var item in items)
        {
            if (shown == MostItems) break;
            if (shown++ > 0) text.Append(", ");
            Append(text, item, depth + 1);
        }

        AppendRest(text, shown, CountOf(items, shown));
        text.Append(']');
    }

    private static void AppendPairs(StringBuilder text, IDictionary pairs, int depth)
    {
        text.Append('{');
        var shown = 0;
        foreach (DictionaryEntry pair in pairs)
        {
            if (shown == MostItems) break;
            text.Append(shown++ > 0 ? ", " : " ");
            Append(text, pair.Key, depth + 1);
            text.Append(": ");
            Append(text, pair.Value, depth + 1);
        }

        AppendRest(text, shown, pairs.Count);
        text.Append(" }");
    }

    private static void AppendRest(StringBuilder text, int shown, long? count)
    {
        if (shown < MostItems || count == shown) return;
        text.Append(count is { } total ? string.Create(CultureInfo.InvariantCulture, $", … {total - shown} more") : ", …");
    }

    // A sequence without a count may be endless.
    private static long? CountOf(IEnumerable items, int shown) => items switch
    {
        Array array => array.LongLength,
        ICollection collection => collection.Count,
        _ when shown < MostItems => shown,
        _ => items.GetType().GetInterfaces()
            .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>))?.GetProperty("Count")?.GetValue(items) as int?,
    };

    private static bool OverridesToString(Type type) => type.GetMethod(nameof(ToString), Type.EmptyTypes)?.DeclaringType is { } declaring
        && declaring != typeof(object) && declaring != typeof(ValueType)
        // LINQ's own types have no useful ToString.
        && !(declaring.Namespace?.StartsWith("System.Linq", StringComparison.Ordinal) ?? false);

    private static void Quote(StringBuilder text, string characters)
    {
        text.Append('"');
        foreach (var character in characters)
        {
            text.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ => null,
            });
            if (character is not ('"' or '\\' or '\n' or '\r' or '\t')) text.Append(character);
        }

        text.Append('"');
    }
}
