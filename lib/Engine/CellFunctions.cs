using System.Runtime.CompilerServices;
using CowNotebooks.Notebooks;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Engine;

/// <summary>
/// What cells call by name besides the functions of .NET Interactive's <c>Kernel</c>. Its <c>display</c> is replaced: the last version returns a handle that is
/// not the one it has shown, so that nothing could be updated.
/// This class is loaded twice: cells call the copy in the default load context, and the engine has one in its own. They reach each other through AppContext, which
/// the process has only once.
/// </summary>
public static class CellFunctions
{
    private static readonly ConditionalWeakTable<KernelInvocationContext, StrongBox<int>> Displays = [];

    /// <summary>Runs before the first cell: what it declares comes before what is imported.</summary>
    internal const string Prelude = """
        using DisplayedValue = Microsoft.DotNet.Interactive.Formatting.DisplayedValue;
        static DisplayedValue display(object value, params string[] mimeTypes) => CowNotebooks.Engine.CellFunctions.Show(value, mimeTypes);
        static DisplayedValue Display(this object value, params string[] mimeTypes) => CowNotebooks.Engine.CellFunctions.Show(value, mimeTypes);
        static DisplayedValue Display(this Microsoft.DotNet.Interactive.KernelInvocationContext context, object value, params string[] mimeTypes) => Microsoft.DotNet.Interactive.KernelInvocationContextExtensions.Display(context, value, mimeTypes);
        static DisplayedValue Display(this Microsoft.DotNet.Interactive.KernelInvocationContext context, string value, params string[] mimeTypes) => Microsoft.DotNet.Interactive.KernelInvocationContextExtensions.Display(context, value, mimeTypes);
        static DisplayedValue DisplayAs(this string value, string mimeType) => CowNotebooks.Engine.CellFunctions.ShowAs(value, mimeType);
        static void clear_output(bool wait = false) => CowNotebooks.Engine.CellFunctions.Clear(wait);
        """;

    /// <summary>Shows a value below the cell, while the cell goes on.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">The MIME types wanted; none for those that the value's type prefers.</param>
    /// <returns>A handle by which the value can be replaced while the notebook lives.</returns>
    public static DisplayedValue Show(object? value, params string[] mimeTypes) =>
        Show(value, value is null && mimeTypes.Length == 0 ? [new FormattedValue("text/plain", Formatter.NullString)] : FormattedValue.CreateManyFromObject(value, mimeTypes));

    /// <summary>Shows a text that is already in the given MIME type.</summary>
    /// <param name="value">The content.</param>
    /// <param name="mimeType">For instance <c>text/markdown</c> or <c>image/svg+xml</c>.</param>
    /// <returns>A handle by which the value can be replaced while the notebook lives.</returns>
    public static DisplayedValue ShowAs(string value, string mimeType) => Show(value, [new FormattedValue(mimeType, value)]);

    /// <summary>Clears the cell's output so far.</summary>
    /// <param name="wait">True to clear only when new output comes, so that a redraw does not flicker.</param>
    public static void Clear(bool wait) => Engine<Action<bool>>(nameof(Clear))(wait);

    /// <summary>Connects them with the engine.</summary>
    /// <param name="clear">Clears the output.</param>
    /// <param name="showLate">Shows what a thread displays that has outlived its cell.</param>
    internal static void Connect(Action<bool> clear, Action<DisplayedValue> showLate)
    {
        AppContext.SetData(Key(nameof(Clear)), clear);
        AppContext.SetData(Key(nameof(Show)), showLate);
    }

    private static DisplayedValue Show(object? value, IReadOnlyList<FormattedValue> formatted)
    {
        var shown = new DisplayedValue(value, formatted);
        if (KernelInvocationContext.Current is { IsComplete: false } context && HasRoom(context))
            context.Publish(new DisplayedValueProduced(value, context.Command, formatted, shown.DisplayId));
        else
            Engine<Action<DisplayedValue>>(nameof(Show))(shown);
        return shown;
    }

    // .NET Interactive keeps every event of a command until its end: an endless loop would fill the memory. What is beyond the limit goes to the engine directly.
    private static bool HasRoom(KernelInvocationContext context) => Interlocked.Increment(ref Displays.GetOrCreateValue(context).Value) <= OutputLimits.Displays;

    private static T Engine<T>(string name) => (T)(AppContext.GetData(Key(name)) ?? throw new InvalidOperationException("This works in a cell only."));

    private static string Key(string name) => $"{typeof(CellFunctions).FullName}.{name}";
}
