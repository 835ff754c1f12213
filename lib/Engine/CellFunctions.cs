using CowNotebooks.Engine.Execution;
using CowNotebooks.Notebooks.Messages;
using Microsoft.AspNetCore.Html;

namespace CowNotebooks.Engine;

/// <summary>The functions that every cell can call without a using: the same names as in .NET Interactive.</summary>
#pragma warning disable CA1708 // display and Display are the two names that notebooks use.
public static class CellFunctions
#pragma warning restore CA1708
{
    /// <summary>Shows a value below the cell, while the cell goes on.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">The MIME types wanted; none for those that the value's type prefers.</param>
    /// <returns>A handle by which the value can be replaced while the notebook lives.</returns>
#pragma warning disable IDE1006, CA1707 // The name that notebooks use.
    public static DisplayedValue display(object? value, params string[] mimeTypes) => DisplayedValue.Show(DisplayBundle.Of(value, mimeTypes), mimeTypes);
#pragma warning restore IDE1006, CA1707

    /// <summary>Shows a value below the cell, while the cell goes on.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">The MIME types wanted; none for those that the value's type prefers.</param>
    /// <returns>A handle by which the value can be replaced while the notebook lives.</returns>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => DisplayedValue.Show(DisplayBundle.Of(value, mimeTypes), mimeTypes);

    /// <summary>Shows a text that is already in the given MIME type.</summary>
    /// <param name="value">The content.</param>
    /// <param name="mimeType">For instance <c>text/markdown</c> or <c>image/svg+xml</c>.</param>
    public static DisplayedValue DisplayAs(this string value, string mimeType) => DisplayedValue.Show(DisplayBundle.OfContent(value, mimeType), mimeType);

    /// <summary>Clears the cell's output so far.</summary>
    /// <param name="wait">True to clear only when new output comes, so that a redraw does not flicker.</param>
#pragma warning disable IDE1006, CA1707 // The name that notebooks in other languages use; .NET Interactive has none.
    public static void clear_output(bool wait = false) => DisplaySink.Emit(new EngineEvent.Clear(wait));
#pragma warning restore IDE1006, CA1707

    /// <summary>A text that is shown as HTML.</summary>
    /// <param name="content">The markup.</param>
    public static IHtmlContent HTML(string content) => new HtmlString(content);
}
