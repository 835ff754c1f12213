using System.Text.Json.Nodes;

namespace CowNotebooks.Notebooks.Messages;

/// <summary>
/// An output of a cell as the content of a Jupyter message (https://jupyter-client.readthedocs.io/en/stable/messaging.html, 5.3). In a notebook file it is
/// the same content with its type as a field, without <see cref="Transient"/>.
/// </summary>
internal static class OutputContent
{
    /// <summary>The field that only front ends receive: the id of a display.</summary>
    public const string Transient = "transient";

    /// <summary>The message's type and content; null for an event that shows nothing.</summary>
    /// <param name="shown">The event.</param>
    /// <param name="executionCount">The cell's number.</param>
    public static (string Type, JsonObject Content)? Of(EngineEvent shown, int executionCount) => shown switch
    {
        EngineEvent.Stream stream => ("stream", new JsonObject { ["name"] = stream.Name, ["text"] = stream.Text }),
        EngineEvent.Display display => ("display_data", Bundle(display.Data, (Transient, new JsonObject { ["display_id"] = display.Id }))),
        EngineEvent.Update update => ("update_display_data", Bundle(update.Data, (Transient, new JsonObject { ["display_id"] = update.Id }))),
        EngineEvent.Clear clear => ("clear_output", new JsonObject { ["wait"] = clear.Wait }),
        EngineEvent.Result result => ("execute_result", Bundle(result.Data, ("execution_count", executionCount))),
        _ => null,
    };

    /// <summary>The content of an <c>error</c>.</summary>
    public static JsonObject Of(CellError error) =>
        new() { ["ename"] = error.Name, ["evalue"] = error.Message, ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]) };

    private static JsonObject Bundle(JsonObject data, (string Name, JsonNode Value) field) =>
        new() { ["data"] = data.DeepClone(), ["metadata"] = new JsonObject(), [field.Name] = field.Value };
}
