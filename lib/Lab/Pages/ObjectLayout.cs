using System.Globalization;
using CowNotebooks.Forking.Messages;

namespace CowNotebooks.Lab.Pages;

/// <summary>A word of an object.</summary>
/// <param name="Name">"reference count".</param>
/// <param name="Offset">Bytes from the object's address; negative before it.</param>
/// <param name="Bytes">How many bytes.</param>
public sealed record LayoutWord(string Name, long Offset, long Bytes);

/// <summary>
/// How the objects of a type are laid out in memory. Parents describe it in their parent.txt, a line for each type; "…" is the rest of the object, and words before
/// the slash lie before the object's address. "*[]" are all types that end so; the first line that fits applies.
/// <code>
///   layout: list = collector's header 16 / reference count 8, type 8, length 8, pointer to elements 8, capacity 8
///   layout: int  = reference count 8, type 8, size and sign 8, digits …
/// </code>
/// </summary>
internal sealed class ObjectLayout
{
    private const string Rest = "…", AnyType = "*";
    private readonly string _type;
    private readonly IReadOnlyList<(string Name, long? Bytes)> _before, _words;

    private ObjectLayout(string type, IReadOnlyList<(string Name, long? Bytes)> before, IReadOnlyList<(string Name, long? Bytes)> words) =>
        (_type, _before, _words) = (type, before, words);

    public bool Fits(string type) => _type.StartsWith(AnyType, StringComparison.Ordinal) ? type.EndsWith(_type[1..], StringComparison.Ordinal) : type == _type;

    /// <summary>The words of an object; null when it cannot be laid out so, as in another version of the runtime.</summary>
    /// <param name="bytes">Its size, with what lies before its address.</param>
    /// <param name="bytesBefore">How much lies before its address; null when that is not known.</param>
    public IReadOnlyList<LayoutWord>? WordsOf(long bytes, long? bytesBefore)
    {
        var before = _before.Sum(word => word.Bytes!.Value);
        var rest = bytes - before - _words.Sum(word => word.Bytes ?? 0);
        var takesRest = _words[^1].Bytes is null;
        if (rest < 0 || (rest > 0 && !takesRest) || (bytesBefore ?? before) != before) return null;
        var words = new List<LayoutWord>();
        var offset = -before;
        foreach (var (name, size) in _before.Concat(_words))
        {
            if ((size ?? rest) > 0) words.Add(new(name, offset, size ?? rest));
            offset += size ?? rest;
        }

        return words;
    }

    /// <summary>Reads what follows "layout: "; null when it is no layout.</summary>
    public static ObjectLayout? Read(string line)
    {
        if (line.Split(" = ", 2) is not [var type, var all] || type.Trim().Length == 0) return null;
        var sides = all.Split(" / ").Select(side => side.Split(", ").Select(Word).ToList()).ToList();
        if (sides.Count > 2 || sides.SelectMany(side => side).Any(word => word is null)) return null;
        List<List<(string Name, long? Bytes)>> words = [.. sides.Select(side => side.Select(word => word!.Value).ToList())];
        return words.SelectMany(side => side).SkipLast(1).Any(word => word.Bytes is null) ? null : new(type.Trim(), words.Count == 2 ? words[0] : [], words[^1]);
    }

    private static (string Name, long? Bytes)? Word(string word)
    {
        if (word.Trim().Split(' ') is not [.. { Length: > 0 } name, var size]) return null;
        if (size == Rest) return (string.Join(' ', name), null);
        return long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 ? (string.Join(' ', name), bytes) : null;
    }
}

/// <summary>The layouts of a runtime's objects, by type.</summary>
/// <param name="layouts">Those that its parent.txt describes.</param>
/// <param name="words">The words that its parent named when it was ready, of all objects; none where a recording stands in for it.</param>
internal sealed class ObjectLayouts(IReadOnlyList<ObjectLayout> layouts, IReadOnlyList<NamedWord> words)
{
    public static ObjectLayouts None { get; } = new([], []);

    /// <summary>The same, with what the parent itself says.</summary>
    public ObjectLayouts With(IReadOnlyList<NamedWord> named) => new(layouts, named);

    /// <summary>The words of an object, in the order of addresses; null when neither file nor parent describe such an object.</summary>
    public IReadOnlyList<LayoutWord>? Of(string type, long bytes, long? bytesBefore) =>
        layouts.FirstOrDefault(layout => layout.Fits(type))?.WordsOf(bytes, bytesBefore) ?? (bytesBefore is { } before ? Named(-before, bytes - before) : null);

    // What is not bounded ends where the object does.
    private List<LayoutWord>? Named(long first, long end)
    {
        var named = words.Select(word => (word.Name, From: Math.Max(word.From ?? first, first), To: Math.Min(word.To ?? end, end)))
            .Where(word => word.From < word.To).OrderBy(word => word.From).ToList();
        return named.Count == 0 ? null : [.. named.Select(word => new LayoutWord(word.Name, word.From, word.To - word.From))];
    }
}
