using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Tests.Hosts;

/// <summary>.NET Interactive's display: shows a value while the cell runs, and a new one in its place when it is told to.</summary>
public static class Displaying
{
    private static readonly List<DisplayedValue> Displays = [];

#pragma warning disable IDE1006, CA1707 // The name that notebooks use.
    public static DisplayedValue display(object value)
#pragma warning restore IDE1006, CA1707
    {
        Displays.Add(new DisplayedValue(value));
        return Displays[^1];
    }

    /// <summary>What the cell displayed.</summary>
    internal static IReadOnlyList<DisplayedValue> Take()
    {
        DisplayedValue[] taken = [.. Displays];
        Displays.Clear();
        return taken;
    }
}

/// <summary>A value that stands below the cell. Whatever follows in its place is shown in the MIME types of the first, as there.</summary>
public sealed class DisplayedValue
{
    private readonly List<object> _values;

    internal DisplayedValue(object value)
    {
        MimeTypes = Formatter.GetPreferredMimeTypesFor(value.GetType());
        _values = [value];
    }

    /// <summary>Those of the first value.</summary>
    internal IReadOnlyCollection<string> MimeTypes { get; }

    /// <summary>What stood there, in order.</summary>
    internal IReadOnlyList<object> Values => _values;

    public void Update(object updatedValue)
    {
        lock (_values) _values.Add(updatedValue);
    }
}
