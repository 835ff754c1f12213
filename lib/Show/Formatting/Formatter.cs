namespace CowNotebooks.Show.Formatting;

/// <summary>Writes a value of <typeparamref name="T"/> in one MIME type.</summary>
internal sealed class Formatter<T>(string mimeType, Func<T, string> write)
{
    /// <summary>Which.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes the value; false when it is none of this formatter's.</summary>
    public bool Format(object value, TextWriter writer)
    {
        if (value is not T shown) return false;
        writer.Write(write(shown));
        return true;
    }
}
