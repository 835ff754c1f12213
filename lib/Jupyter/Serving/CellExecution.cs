using System.Text.Json.Nodes;
using CowNotebooks.Jupyter.Messages;
using CowNotebooks.Notebooks;
using CowNotebooks.Notebooks.Messages;

namespace CowNotebooks.Jupyter.Serving;

/// <summary>Runs <c>execute_request</c>s and tells what they show.</summary>
internal sealed class CellExecution(CodeEngine engine, Iopub iopub)
{
    private int count;

    /// <summary>The cells so far.</summary>
    public History History { get; } = new();

    /// <summary>Runs one cell and gives the content of the <c>execute_reply</c>.</summary>
    public async Task<JsonObject> RunAsync(Message request)
    {
        var (code, silent) = (request.Text("code"), request.Flag("silent", false));
        var keep = !silent && request.Flag("store_history", true);
        if (keep) History.Add(++count, code);
        var number = Math.Max(1, count);
        if (!silent) iopub.Send("execute_input", request, new JsonObject { ["code"] = code, ["execution_count"] = number });
        var error = await engine.ExecuteAsync($"cell {number}", code, told =>
        {
            if (!silent) Tell(request, number, told);
        });
        if (error is null)
        {
            return new JsonObject
            {
                ["status"] = "ok",
                ["execution_count"] = number,
                ["payload"] = new JsonArray(),
                ["user_expressions"] = await EvaluateAsync(request.Content["user_expressions"] as JsonObject),
            };
        }
        if (!silent) iopub.Send("error", request, Error(error));
        var reply = Error(error);
        (reply["status"], reply["execution_count"], reply["payload"], reply["user_expressions"]) = ("error", number, new JsonArray(), new JsonObject());
        return reply;
    }

    private void Tell(Message request, int number, EngineEvent told)
    {
        var (type, content) = told switch
        {
            EngineEvent.Stream stream => ("stream", new JsonObject { ["name"] = stream.Name, ["text"] = stream.Text }),
            EngineEvent.Display shown => ("display_data", Bundle(shown.Data, shown.Id)),
            EngineEvent.Update shown => ("update_display_data", Bundle(shown.Data, shown.Id)),
            EngineEvent.Clear clear => ("clear_output", new JsonObject { ["wait"] = clear.Wait }),
            EngineEvent.Result result => ("execute_result", new JsonObject { ["execution_count"] = number, ["data"] = result.Data.DeepClone(), ["metadata"] = new JsonObject() }),
            _ => ("", null),
        };
        if (content is not null) iopub.Send(type, request, content);
    }

    private async Task<JsonObject> EvaluateAsync(JsonObject? expressions)
    {
        var values = new JsonObject();
        foreach (var (name, expression) in expressions ?? [])
        {
            JsonObject? data = null;
            var error = await engine.ExecuteAsync($"expression {name}", expression?.ToString() ?? "", told => data = (told as EngineEvent.Result)?.Data ?? data);
            var value = error is null ? new JsonObject { ["data"] = data?.DeepClone() ?? new JsonObject(), ["metadata"] = new JsonObject() } : Error(error);
            value["status"] = error is null ? "ok" : "error";
            values[name] = value;
        }
        return values;
    }

    private static JsonObject Bundle(JsonObject data, string id) =>
        new() { ["data"] = data.DeepClone(), ["metadata"] = new JsonObject(), ["transient"] = new JsonObject { ["display_id"] = id } };

    private static JsonObject Error(CellError error) =>
        new() { ["ename"] = error.Name, ["evalue"] = error.Message, ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]) };
}
