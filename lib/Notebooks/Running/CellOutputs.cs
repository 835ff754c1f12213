using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using CowNotebooks.Notebooks.Ipynb;
using CowNotebooks.Notebooks.Messages;

namespace CowNotebooks.Notebooks.Running;

/// <summary>Collects a cell's events as nbformat outputs, in order. Successive texts of one stream become one output.</summary>
/// <param name="executionCount">The cell's number.</param>
/// <param name="displays">Every display of the notebook by its id: a later cell may update what an earlier one showed.</param>
internal sealed class CellOutputs(int executionCount, ConcurrentDictionary<string, JsonObject> displays)
{
    // Two threads write: the one that follows the protocol and the one that reads native output.
    private readonly Lock _guard = new();
    private readonly List<object> _outputs = [];
    private readonly List<string> _own = [];
    private bool _clearing;

    private sealed record OpenStream(string Name, StringBuilder Text);

    /// <summary>Takes the next event of the cell.</summary>
    public void Add(EngineEvent told)
    {
        lock (_guard)
        {
            if (_clearing && told is EngineEvent.Stream or EngineEvent.Display or EngineEvent.Result) Clear();
            switch (told)
            {
                case EngineEvent.Stream stream: AddText(stream.Name, stream.Text); break;
                case EngineEvent.Update update when displays.TryGetValue(update.Id, out var shown): shown["data"] = update.Data.DeepClone(); break;
                case EngineEvent.Clear { Wait: true }: _clearing = true; break;
                case EngineEvent.Clear: Clear(); break;
                case EngineEvent.Display or EngineEvent.Result when OutputContent.Of(told, executionCount) is var (type, content):
                    var output = Output(type, content);
                    _outputs.Add(output);
                    if (told is EngineEvent.Display display)
                    {
                        displays[display.Id] = output;
                        _own.Add(display.Id);
                    }
                    break;
            }
        }
    }

    /// <summary>The outputs so far, the error last.</summary>
    public JsonArray ToJson(CellError? error)
    {
        lock (_guard)
        {
            var all = new JsonArray([.. _outputs.Select(output => output is OpenStream stream ? Stream(stream) : ((JsonObject)output).DeepClone())]);
            if (error is not null) all.Add(Output("error", OutputContent.Of(error)));
            return all;
        }
    }

    /// <summary>What the cell has written so far, as a person would read it in a terminal.</summary>
    public string Text
    {
        get
        {
            lock (_guard)
                return string.Concat(_outputs.Select(output => output is OpenStream stream ? stream.Text.ToString() : ((JsonObject)output)["data"]!["text/plain"] + "\n"));
        }
    }

    private void Clear()
    {
        _outputs.Clear();
        // Or a cell that draws and clears without end would fill the memory.
        foreach (var id in _own) displays.TryRemove(id, out _);
        _own.Clear();
        _clearing = false;
    }

    private void AddText(string name, string text)
    {
        if (_outputs is not [.., OpenStream last] || last.Name != name) _outputs.Add(last = new OpenStream(name, new StringBuilder()));
        last.Text.Append(text);
    }

    private static JsonObject Stream(OpenStream stream) =>
        Output("stream", new JsonObject { ["name"] = stream.Name, ["text"] = JsonAccess.Lines(stream.Text.ToString()) });

    // Jupyter writes an output's fields in alphabetical order.
    private static JsonObject Output(string type, JsonObject content)
    {
        content.Remove(OutputContent.Transient);
        content["output_type"] = type;
        return new JsonObject(content.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));
    }
}
