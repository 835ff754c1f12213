namespace CowNotebooks.Show.Formatting;

/// <summary>
/// How a kernel learns to show a type, without this library knowing any kernel: .NET Interactive's formatting looks for an attribute of
/// this name, in any namespace, with these two properties.
/// </summary>
/// <param name="formatterSourceType">A class with a method <c>CreateTypeFormatters</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The class that creates the formatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types to show without being asked for one.</summary>
    public string[]? PreferredMimeTypes { get; set; }
}
