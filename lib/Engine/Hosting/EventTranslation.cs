using System.Text.Json;
using System.Text.Json.Nodes;
using CowNotebooks.Notebooks;
using CowNotebooks.Notebooks.Messages;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Engine.Hosting;

/// <summary>Translates the events of .NET Interactive's kernels to those of the engine.</summary>
internal static class EventTranslation
{
    private const string Plain = "text/plain";

    /// <summary>The engine's event, or null for one that shows nothing.</summary>
    public static EngineEvent? Of(KernelEvent told) => told switch
    {
        // The result of display is a handle to a value that is shown already.
        ReturnValueProduced { Value: DisplayedValue } => null,
        // The value of a cell; not of code that the cell has submitted.
        ReturnValueProduced result when result.Command.Parent is null => new EngineEvent.Result(Bundle(result)),
        ReturnValueProduced inner => new EngineEvent.Display(Bundle(inner), inner.ValueId ?? NewId()),
        StandardOutputValueProduced output => new EngineEvent.Stream("stdout", Text(output)),
        StandardErrorValueProduced output => new EngineEvent.Stream("stderr", Text(output)),
        ErrorProduced error => new EngineEvent.Stream("stderr", error.Message.EndsWith('\n') ? error.Message : $"{error.Message}\n"),
        DisplayedValueProduced shown => new EngineEvent.Display(Bundle(shown), shown.ValueId ?? NewId()),
        DisplayedValueUpdated updated => new EngineEvent.Update(Bundle(updated), updated.ValueId),
        _ => null,
    };

    /// <summary>What <c>display</c> has shown while no cell runs: by a thread that outlives its cell.</summary>
    public static EngineEvent Of(DisplayedValue shown)
    {
        var data = Bundle(shown.Value, shown.FormattedValues, shown.IsUpdated);
        return shown.IsUpdated ? new EngineEvent.Update(data, shown.DisplayId) : new EngineEvent.Display(data, shown.DisplayId);
    }

    private static JsonObject Bundle(DisplayEvent shown) => Bundle(shown.Value, shown.FormattedValues, shown is DisplayedValueUpdated);

    // A replaced number may be followed by a picture: an update has the MIME types of the value before.
    private static JsonObject Bundle(object? value, IReadOnlyCollection<FormattedValue> formatted, bool isUpdate)
    {
        if (formatted.Count == 0 || (isUpdate && value is not null && formatted.All(one => one.MimeType == Plain))) formatted = FormattedValue.CreateManyFromObject(value);
        var data = new JsonObject();
        // Text is cut; markup cannot be cut anywhere, so what is too long is left out.
        var leftOut = new List<string>();
        foreach (var one in formatted)
        {
            if (one.MimeType == Plain || one.Value.Length <= OutputLimits.MarkupCharacters) data[one.MimeType] = Content(one);
            else leftOut.Add(Invariant($"… {one.MimeType} of {one.Value.Length:N0} characters is left out: the limit is {OutputLimits.MarkupCharacters:N0}."));
        }
        if (!data.ContainsKey(Plain)) data[Plain] = value is null ? formatted.First().Value : value.ToDisplayString(Plain);
        if (data[Plain] is JsonValue text) data[Plain] = string.Join('\n', [OutputLimits.Text(text.ToString()), .. leftOut]);
        return data;
    }

    private static string Text(DisplayEvent output) => string.Concat(output.FormattedValues.Select(one => one.Value));

    private static string NewId() => Guid.NewGuid().ToString();

    // nbformat requires JSON types as JSON, not as a string of JSON.
    private static JsonNode? Content(FormattedValue one)
    {
        if (!one.MimeType.EndsWith("json", StringComparison.Ordinal)) return one.Value;
        try
        {
            return JsonNode.Parse(one.Value);
        }
        catch (JsonException)
        {
            return one.Value;
        }
    }
}
