using CowNotebooks.Engine.Execution;
using CowNotebooks.Engine.Hosting;
using CowNotebooks.Notebooks.Messages;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Engine;

/// <summary>
/// What cells call by name besides the functions of .NET Interactive's <c>Kernel</c>. Its <c>display</c> is replaced: the last version returns a handle that is
/// not the one it has shown, so that nothing could be updated.
/// </summary>
public static class CellFunctions
{
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
    public static void Clear(bool wait) => DisplaySink.Emit(new EngineEvent.Clear(wait));

    private static DisplayedValue Show(object? value, IReadOnlyList<FormattedValue> formatted)
    {
        var shown = new DisplayedValue(value, formatted);
        if (KernelInvocationContext.Current is { IsComplete: false } context)
            context.Publish(new Microsoft.DotNet.Interactive.Events.DisplayedValueProduced(value, context.Command, formatted, shown.DisplayId));
        else
            DisplaySink.Emit(EventTranslation.Of(shown));
        return shown;
    }
}
