using System.Collections;
using System.Globalization;

namespace CowNotebooks.Forking.Messages;

/// <summary>A value that cells of any language take: a whole number, a number, a text, a truth value, or a list of one of them.</summary>
/// <param name="Type">"integer", "number", "text", "truth"; with an s for a list.</param>
/// <param name="Texts">The value, or those of the list, as the protocol writes them.</param>
public sealed record CellValue(string Type, IReadOnlyList<string> Texts)
{
    private const string Integer = "integer", Floating = "number", Text = "text", Truth = "truth", Many = "s";
    private const string TypeKey = "type", ValueKey = "value";

    /// <summary>The value of an object; null when cells of other languages cannot take it.</summary>
    public static CellValue? Of(object? value) => value switch
    {
        string or bool or double or float or decimal => new(TypeOf(value)!, [TextOf(value)]),
        IEnumerable list => OfList([.. list.Cast<object?>()]),
        _ => TypeOf(value) is { } type ? new(type, [TextOf(value!)]) : null,
    };

    /// <summary>The answer that tells it.</summary>
    public Answer Write() => Answer.Ok([new Field(TypeKey, Type), .. Texts.Select(text => new Field(ValueKey, text))]);

    /// <summary>Reads an answer.</summary>
    /// <exception cref="FormatException">It has no type, or as many values as its type does not have.</exception>
    public static CellValue Read(Answer answer)
    {
        var value = new CellValue(answer[TypeKey] ?? throw new FormatException("The answer names no type."), [.. answer.All(ValueKey)]);
        if (!value.Type.EndsWith(Many, StringComparison.Ordinal) && value.Texts.Count != 1) throw new FormatException($"The answer has {value.Texts.Count} values of type '{value.Type}', not one.");
        return value;
    }

    /// <summary>The value as an object: long, double, string, bool, or an array of one of them.</summary>
    /// <exception cref="FormatException">It is not what its type says.</exception>
    public object ToObject() => Type switch
    {
        Integer => ToInteger(Texts[0]),
        Floating => ToNumber(Texts[0]),
        Text => Texts[0],
        Truth => ToTruth(Texts[0]),
        Integer + Many => Texts.Select(ToInteger).ToArray(),
        Floating + Many => Texts.Select(ToNumber).ToArray(),
        Text + Many => Texts.ToArray(),
        Truth + Many => Texts.Select(ToTruth).ToArray(),
        _ => throw new FormatException($"There is no type '{Type}'."),
    };

    private static CellValue? OfList(object?[] items)
    {
        var types = items.Select(TypeOf).Distinct().ToList();
        return types switch
        {
            // An empty list has no element type; every language takes it as a list of texts.
            [] => new(Text + Many, []),
            [{ } type] => new(type + Many, [.. items.Select(item => TextOf(item!))]),
            [Integer or Floating, Integer or Floating] => new(Floating + Many, [.. items.Select(item => TextOf(item!))]),
            _ => null,
        };
    }

    private static string? TypeOf(object? value) => value switch
    {
        sbyte or byte or short or ushort or int or uint or long => Integer,
        ulong and <= long.MaxValue => Integer,
        float or double or decimal => Floating,
        string or char => Text,
        bool => Truth,
        _ => null,
    };

    private static string TextOf(object value) => value switch
    {
        bool truth => truth ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static long ToInteger(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"'{text}' is no whole number of 64 bits.");

    private static double ToNumber(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"'{text}' is no number.");

    private static bool ToTruth(string text) => text == "true" || (text == "false" ? false : throw new FormatException($"'{text}' is neither true nor false."));
}
