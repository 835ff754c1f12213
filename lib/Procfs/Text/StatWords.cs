using System.Text;

namespace CowNotebooks.Procfs.Text;

/// <summary>
/// The fields of stat after the name, one after the other, without allocating; knows the number of the field for an error.
/// </summary>
internal ref struct StatWords(ReadOnlySpan<byte> afterName, ProcSource source)
{
    private const int LastKnownField = 52;
    private ReadOnlySpan<byte> _rest = afterName;
    private int _field = 2;

    public char State()
    {
        var word = Next();
        return word.Length == 1 && char.IsAsciiLetter((char)word[0]) ? (char)word[0] : throw Malformed();
    }

    public int Int() => Signed() is >= int.MinValue and <= int.MaxValue and var number ? (int)number : throw Malformed();

    public uint Flags() => Count() is <= uint.MaxValue and var number ? (uint)number : throw Malformed();

    public long Count() => TryPlain(out var plain) ? plain : Digits.TryDecimal(Next(), out var number) ? number : throw Malformed();

    public long Signed() => TryPlain(out var plain) ? plain : Digits.TrySigned(Next(), out var number) ? number : throw Malformed();

    // An optional field: null when it is missing or malformed.
    public int? OptionalInt() => OptionalSigned() is >= int.MinValue and <= int.MaxValue and var number ? (int)number : null;

    public long? OptionalCount() => OptionalSigned() is >= 0 and var number ? number : null;

    public long? OptionalSigned() => TryPlain(out var plain) ? plain : Digits.TrySigned(NextOrNothing(), out var number) ? number : null;

    /// <summary>The field after the next one.</summary>
    public long? OptionalCountAfterNext()
    {
        NextOrNothing();
        return OptionalCount();
    }

    /// <summary>The fields after the last one that proc_pid_stat(5) knows.</summary>
    public UnknownFields Unknown()
    {
        // As a rule there are as many words as are known, with one blank between two.
        if (!_rest.StartsWith((byte)' ') && _field + 1 + _rest.Count((byte)' ') <= LastKnownField && _rest.IndexOf("  "u8) < 0) return default;
        List<UnknownField>? unknown = null;
        while (!_rest.IsEmpty)
        {
            var word = Next();
            if (_field > LastKnownField) (unknown ??= []).Add(new($"field {_field}", Encoding.UTF8.GetString(word)));
        }

        return new(unknown);
    }

    /// <summary>Takes a word of nothing but digits, and not so many that they could overflow: nearly every word is one. Any other is left where it is.</summary>
    private bool TryPlain(out long number)
    {
        const int most = 18;
        number = 0;
        var length = 0;
        for (uint digit; length < _rest.Length && (digit = (uint)_rest[length] - '0') <= 9; length++) number = number * 10 + digit;
        if (length is 0 or > most || (length < _rest.Length && _rest[length] != ' ')) return false;
        _rest = length < _rest.Length ? _rest[(length + 1)..] : default;
        _field++;
        return true;
    }

    private ReadOnlySpan<byte> Next()
    {
        var word = NextOrNothing();
        return word.IsEmpty ? throw new ProcFieldMissingException(source, $"field {_field}") : word;
    }

    private ReadOnlySpan<byte> NextOrNothing()
    {
        _field++;
        var blank = _rest.IndexOf((byte)' ');
        var word = blank < 0 ? _rest : _rest[..blank];
        _rest = blank < 0 ? default : _rest[(blank + 1)..];
        return word;
    }

    private readonly ProcMalformedException Malformed() => new(source, 1, $"has no valid field {_field}");
}
