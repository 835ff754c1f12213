using System.Text.Json.Nodes;
using CowNotebooks.Notebooks.Messages;

namespace CowNotebooks.Notebooks.Running;

/// <summary>Lets a cell print and display so much (<see cref="OutputLimits"/>), then says once that the rest is left out.</summary>
/// <param name="to">Receives the cell's events.</param>
internal sealed class LimitedOutput(Action<EngineEvent> to)
{
    // Two threads call: the one that follows the protocol and the one that reads native output.
    private readonly Lock _guard = new();
    private int _left = OutputLimits.PrintedCharacters;
    private int _displays;
    private long _displayed;

    public void Pass(EngineEvent told)
    {
        var passed = told switch
        {
            EngineEvent.Stream stream => Cut(stream),
            EngineEvent.Display display => Counted(display, display.Data),
            EngineEvent.Result result => Counted(result, result.Data),
            EngineEvent.Clear => Cleared(told),
            // An update too: it replaces what was counted.
            _ => told,
        };
        if (passed is not null) to(passed);
    }

    private EngineEvent.Stream? Cut(EngineEvent.Stream stream)
    {
        lock (_guard)
        {
            if (_left < 0) return null;
            var room = _left;
            _left -= stream.Text.Length;
            return _left >= 0 ? stream : stream with { Text = Invariant($"{stream.Text[..room]}\n… more than {OutputLimits.PrintedCharacters:N0} characters: the rest is left out.\n") };
        }
    }

    private EngineEvent? Counted(EngineEvent shown, JsonObject data)
    {
        lock (_guard)
        {
            if (IsFull()) return null;
            _displays++;
            _displayed += data.Sum(content => Characters(content.Value));
            if (!IsFull()) return shown;
            var limit = _displays > OutputLimits.Displays ? Invariant($"{OutputLimits.Displays:N0} displays") : Invariant($"{OutputLimits.DisplayedCharacters:N0} characters in displays");
            return new EngineEvent.Stream("stdout", $"… more than {limit}: the rest is left out.\n");
        }
    }

    private bool IsFull() => _displays > OutputLimits.Displays || _displayed > OutputLimits.DisplayedCharacters;

    // What was cleared takes no room.
    private EngineEvent Cleared(EngineEvent clear)
    {
        lock (_guard) (_left, _displays, _displayed) = (OutputLimits.PrintedCharacters, 0, 0);
        return clear;
    }

    private static long Characters(JsonNode? content) => content switch
    {
        null => 0,
        JsonValue value when value.TryGetValue(out string? text) => text.Length,
        _ => content.ToJsonString().Length,
    };
}
