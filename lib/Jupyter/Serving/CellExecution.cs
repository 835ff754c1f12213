using System.Text.Json.Nodes;
using CowNotebooks.Jupyter.Messages;
using CowNotebooks.Notebooks.Messages;

namespace CowNotebooks.Jupyter.Serving;

/// <summary>Runs <c>execute_request</c>s and publishes their outputs.</summary>
internal sealed class CellExecution(RestartingEngine engine, Iopub iopub, Stdin questions)
{
    private int _count;

    /// <summary>The cells so far.</summary>
    public History History { get; } = new();

    /// <summary>Runs one cell and returns the content of the <c>execute_reply</c>.</summary>
    public async Task<JsonObject> RunAsync(Message request)
    {
        var (code, silent) = (request.Text("code"), request.Flag("silent", false));
        var keep = !silent && request.Flag("store_history", true);
        if (keep) History.Add(++_count, code);
        var number = Math.Max(1, _count);
        if (!silent) iopub.Send("execute_input", request, new JsonObject { ["code"] = code, ["execution_count"] = number });
        var error = await engine.ExecuteAsync($"cell {number}", code, request.Language, told =>
        {
            if (!silent) Tell(request, number, told);
        }, question => questions.AskAsync(request, question));
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
        if (!silent) iopub.Send("error", request, OutputContent.Of(error));
        var reply = OutputContent.Of(error);
        (reply["status"], reply["execution_count"], reply["payload"], reply["user_expressions"]) = ("error", number, new JsonArray(), new JsonObject());
        return reply;
    }

    private void Tell(Message request, int number, EngineEvent told)
    {
        if (OutputContent.Of(told, number) is var (type, content)) iopub.Send(type, request, content);
    }

    private async Task<JsonObject> EvaluateAsync(JsonObject? expressions)
    {
        var values = new JsonObject();
        foreach (var (name, expression) in expressions ?? [])
        {
            JsonObject? data = null;
            var error = await engine.ExecuteAsync($"expression {name}", expression?.ToString() ?? "", null, told => data = (told as EngineEvent.Result)?.Data ?? data, null);
            var value = error is null ? new JsonObject { ["data"] = data?.DeepClone() ?? new JsonObject(), ["metadata"] = new JsonObject() } : OutputContent.Of(error);
            value["status"] = error is null ? "ok" : "error";
            values[name] = value;
        }
        return values;
    }
}
