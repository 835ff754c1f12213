using System.Globalization;
using System.Text;

namespace CowNotebooks.Procfs.Text;

/// <summary>
/// A file of lines <c>Name: value</c>. Fields are taken by name. Fields not taken are kept as unknown, and so is a value that is not
/// valid: a file is not refused for a field that may not be needed.
/// </summary>
internal sealed class FieldTable
{
    private readonly List<UnknownField> _fields = [];

    public FieldTable(ReadOnlySpan<byte> text, ProcSource source)
    {
        var lines = new LineReader(text, source);
        var names = new HashSet<string>();
        while (lines.Next())
        {
            if (!lines.TryField(out var name, out var value)) throw lines.Malformed("is not a field");
            var field = new UnknownField(Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(value));
            if (!names.Add(field.Name)) throw lines.Malformed("comes a second time");
            _fields.Add(field);
        }

        if (_fields.Count == 0) throw new ProcTruncatedException(source, "is empty");
    }

    public string? Text(string name)
    {
        var index = _fields.FindIndex(field => field.Name == name);
        if (index < 0) return null;
        var value = _fields[index].Value;
        _fields.RemoveAt(index);
        return value;
    }

    public long? Bytes(string name) => Take(name, value => LineReader.TryBytes(Encoding.UTF8.GetBytes(value)));

    public int? Int(string name) => Take(name, value => int.TryParse(value, NumberStyles.None, null, out var number) ? number : (int?)null);

    public ulong? Mask(string name) => Take(name, value => ulong.TryParse(value, NumberStyles.AllowHexSpecifier, null, out var mask) ? mask : (ulong?)null);

    /// <summary>The field as parsed by <paramref name="parse"/>; null when it is missing or cannot be parsed, and then it stays unknown.</summary>
    public T? Take<T>(string name, Func<string, T?> parse)
        where T : struct
    {
        var index = _fields.FindIndex(field => field.Name == name);
        if (index < 0 || parse(_fields[index].Value) is not { } value) return null;
        _fields.RemoveAt(index);
        return value;
    }

    /// <summary>The fields that were not taken.</summary>
    public UnknownFields Rest() => new(_fields);
}
