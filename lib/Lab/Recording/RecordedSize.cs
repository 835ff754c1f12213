using System.Globalization;
using CowNotebooks.Sizing;

namespace CowNotebooks.Lab.Recording;

/// <summary>
/// The size of a heap in one line: "shallow 8000056; int 1000000 28000000; list 1 8000056" (bytes of the root alone; then type, objects and bytes of each
/// type). Empty when it is not known.
/// </summary>
internal static class RecordedSize
{
    private const string Shallow = "shallow";

    public static string Write(HeapSize? size) => size is null ? "" : string.Join("; ", size.ByType
        .Select(type => string.Create(CultureInfo.InvariantCulture, $"{type.Type} {type.Objects} {type.Bytes}"))
        .Prepend(string.Create(CultureInfo.InvariantCulture, $"{Shallow} {size.ShallowBytes}")));

    /// <exception cref="FormatException">It is not such a line.</exception>
    public static HeapSize? Read(string line)
    {
        if (line.Length == 0) return null;
        var parts = line.Split("; ");
        if (!parts[0].StartsWith(Shallow, StringComparison.Ordinal)) throw new FormatException($"The size begins with '{parts[0]}'.");
        List<TypeSize> types = [.. parts.Skip(1).Select(ReadType)];
        return new HeapSize(types.Sum(type => type.Objects), types.Sum(type => type.Bytes), Number(parts[0][Shallow.Length..]), types);
    }

    private static TypeSize ReadType(string text)
    {
        // The name of a type may contain spaces; the figures after it do not.
        var words = text.Split(' ');
        if (words.Length < 3) throw new FormatException($"'{text}' is no type with two figures.");
        return new TypeSize(string.Join(' ', words[..^2]), Number(words[^2]), Number(words[^1]));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
