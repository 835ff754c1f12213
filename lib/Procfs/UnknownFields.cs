using System.Collections;

namespace CowNotebooks.Procfs;

/// <summary>A field for which a type has no property, as the kernel wrote it.</summary>
/// <param name="Name">The name, without the colon.</param>
/// <param name="Value">The rest of the line, trimmed.</param>
public readonly record struct UnknownField(string Name, string Value);

/// <summary>
/// The fields for which a type has no property, in the kernel's order: a newer kernel's figures are kept, never dropped. A field that has a property is
/// here when its value cannot be one of it (a count that wrapped around, another unit); the property is null then.
/// Empty, and nothing is allocated, when there are none.
/// </summary>
public readonly struct UnknownFields : IReadOnlyList<UnknownField>, IEquatable<UnknownFields>
{
    private readonly UnknownField[]? _fields;

    internal UnknownFields(List<UnknownField>? fields) => _fields = fields is { Count: > 0 } ? [.. fields] : null;

    private ReadOnlySpan<UnknownField> Span => _fields;

    /// <summary>How many there are.</summary>
    public int Count => Span.Length;

    /// <summary>The field at this index, in the kernel's order.</summary>
    public UnknownField this[int index] => Span[index];

    /// <summary>The value of the field with this name, or null when there is none.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var field in Span)
                if (field.Name == name)
                    return field.Value;
            return null;
        }
    }

    /// <summary>The fields, in the kernel's order.</summary>
    public IEnumerator<UnknownField> GetEnumerator() => ((IEnumerable<UnknownField>)(_fields ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>True when both hold the same fields in the same order.</summary>
    public bool Equals(UnknownFields other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UnknownFields other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Count == 0 ? 0 : HashCode.Combine(Count, Span[0]);

    /// <summary>True when both hold the same fields in the same order.</summary>
    public static bool operator ==(UnknownFields left, UnknownFields right) => left.Equals(right);

    /// <summary>True when the fields differ.</summary>
    public static bool operator !=(UnknownFields left, UnknownFields right) => !left.Equals(right);

    /// <summary>The fields as <c>Name: Value</c>, separated by semicolons.</summary>
    public override string ToString() => string.Join("; ", this.Select(field => $"{field.Name}: {field.Value}"));
}
