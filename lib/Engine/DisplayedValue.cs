using CowNotebooks.Engine.Execution;
using CowNotebooks.Notebooks.Messages;

namespace CowNotebooks.Engine;

/// <summary>A value that <c>display</c> has shown; the same name and members as in .NET Interactive.</summary>
public sealed class DisplayedValue
{
    private DisplayedValue(IReadOnlyCollection<string> mimeTypes) => MimeTypes = mimeTypes;

    /// <summary>Its id in front ends.</summary>
    public string DisplayId { get; } = Guid.NewGuid().ToString();

    /// <summary>The MIME types that were asked for; none for those that a value's type prefers.</summary>
    public IReadOnlyCollection<string> MimeTypes { get; }

    /// <summary>Shows another value in the same place.</summary>
    /// <param name="updatedValue">Any value.</param>
    public void Update(object? updatedValue) => DisplaySink.Emit(new EngineEvent.Update(DisplayBundle.Of(updatedValue, MimeTypes), DisplayId));

    internal static DisplayedValue Show(System.Text.Json.Nodes.JsonObject data, params IReadOnlyCollection<string> mimeTypes)
    {
        var shown = new DisplayedValue(mimeTypes);
        DisplaySink.Emit(new EngineEvent.Display(data, shown.DisplayId));
        return shown;
    }
}
