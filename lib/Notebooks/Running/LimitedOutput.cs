using CowNotebooks.Notebooks.Messages;

namespace CowNotebooks.Notebooks.Running;

/// <summary>Lets a cell print so much (<see cref="OutputLimits.PrintedCharacters"/>), then says once that the rest is left out.</summary>
/// <param name="to">Receives the cell's events.</param>
internal sealed class PrintLimit(Action<EngineEvent> to)
{
    // Two threads call: the one that follows the protocol and the one that reads native output.
    private readonly Lock _guard = new();
    private int _left = OutputLimits.PrintedCharacters;

    public void Pass(EngineEvent told)
    {
        if (told is EngineEvent.Stream stream)
        {
            if (Cut(stream) is { } shown) to(shown);
            return;
        }
        // What was cleared takes no room.
        if (told is EngineEvent.Clear) Interlocked.Exchange(ref _left, OutputLimits.PrintedCharacters);
        to(told);
    }

    private EngineEvent.Stream? Cut(EngineEvent.Stream stream)
    {
        lock (_guard)
        {
            if (_left < 0) return null;
            var room = _left;
            _left -= stream.Text.Length;
            return _left >= 0 ? stream : stream with { Text = $"{stream.Text[..room]}\n… more than {OutputLimits.PrintedCharacters:N0} characters: the rest is left out.\n" };
        }
    }
}
