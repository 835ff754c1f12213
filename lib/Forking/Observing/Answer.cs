namespace CowNotebooks.Forking.Observing;

/// <summary>The fields of a parent's answer, in its order; a key may come more than once.</summary>
public sealed class Answer
{
    private readonly IReadOnlyList<KeyValuePair<string, string>> _fields;

    internal Answer(IEnumerable<string> words) =>
        _fields = [.. words.Select(word => word.Split('=', 2)).Where(pair => pair.Length == 2).Select(pair => KeyValuePair.Create(pair[0], pair[1]))];

    /// <summary>The first value of that key; null when there is none or it is empty.</summary>
    public string? this[string key] => All(key).FirstOrDefault() is { Length: > 0 } value ? value : null;

    /// <summary>All values of that key.</summary>
    public IEnumerable<string> All(string key) => _fields.Where(field => field.Key == key).Select(field => field.Value);

    /// <summary>The number under that key; null when there is none.</summary>
    public long? Number(string key) => long.TryParse(this[key], System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
}
