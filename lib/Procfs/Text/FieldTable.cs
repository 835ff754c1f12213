using System.Globalization;
using System.Text;

namespace CowNotebooks.Procfs.Text;

/// <summary>A file of lines <c>Name: value</c>. Each field is taken out by its name; what nobody took is unknown and kept.</summary>
internal sealed class FieldTable
{
    private readonly ProcSource _source;
    private readonly OrderedDictionary<string, (string Value, int Line)> _fields = [];

    public FieldTable(ReadOnlySpan<byte> text, ProcSource source)
    {
        _source = source;
        var lines = new LineReader(text, source);
        while (lines.Next())
        {
            if (!lines.TryField(out var name, out var value)) throw lines.Malformed("is not a field");
            if (!_fields.TryAdd(Encoding.UTF8.GetString(name), (Encoding.UTF8.GetString(value), lines.LineNumber)))
                throw lines.Malformed("comes a second time");
        }
    }

    public string Text(string name) => OptionalText(name) ?? throw Missing(name);

    public string? OptionalText(string name) => _fields.Remove(name, out var field) ? field.Value : null;

    public long Bytes(string name) => OptionalBytes(name) ?? throw Missing(name);

    public long? OptionalBytes(string name) => TakeValue(name, value => LineReader.TryBytes(Encoding.UTF8.GetBytes(value)));

    public int Int(string name) => OptionalInt(name) ?? throw Missing(name);

    public int? OptionalInt(string name) =>
        TakeValue(name, value => int.TryParse(value, NumberStyles.None, null, out var number) ? number : (int?)null);

    public ulong Mask(string name) =>
        TakeValue(name, value => ulong.TryParse(value, NumberStyles.AllowHexSpecifier, null, out var mask) ? mask : (ulong?)null)
        ?? throw Missing(name);

    /// <summary>What <paramref name="parse"/> makes of the field, or null when the field is not there.</summary>
    public T? TakeValue<T>(string name, Func<string, T?> parse)
        where T : struct
    {
        if (!_fields.Remove(name, out var field)) return null;
        return parse(field.Value) ?? throw new ProcMalformedException(_source, field.Line, $"has a {name} that cannot be understood");
    }

    /// <summary>The fields that nobody took.</summary>
    public UnknownFields Rest() =>
        new(_fields.Count == 0 ? null : [.. _fields.Select(field => new UnknownField(field.Key, field.Value.Value))]);

    public ProcTruncatedException Missing(string name) => new(_source, $"lacks the field {name}");
}
