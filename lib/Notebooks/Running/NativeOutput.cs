using System.Text;
using CowNotebooks.Notebooks.Messages;

namespace CowNotebooks.Notebooks.Running;

/// <summary>
/// What arrives on the engine's descriptor 2: everything written to descriptor 1 or 2 by native code, by programs a cell started, or by a
/// runtime that dies. The engine ends each cell's share with <see cref="EndOfCell.Mark"/>.
/// </summary>
internal sealed class NativeOutput
{
    private const int TailLength = 100_000;
    private static readonly string Mark = Encoding.UTF8.GetString(EndOfCell.Mark);

    private readonly Lock guard = new();
    private readonly Task reading;
    private string pending = "";
    private string tail = "";
    private Action<string>? output;
    private TaskCompletionSource ended = new();

    public NativeOutput(Stream stream) => reading = ReadAsync(stream);

    /// <summary>The last of the text since the cell began: the last words of a process that died.</summary>
    public string Tail
    {
        get
        {
            lock (guard) return tail;
        }
    }

    /// <summary>A cell begins: text goes to <paramref name="to"/>.</summary>
    public void Begin(Action<string> to)
    {
        lock (guard)
        {
            (output, tail, ended) = (to, "", new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }

    /// <summary>The cell is done: waits until all of its text has arrived, a second at most.</summary>
    public async Task EndAsync()
    {
        await Task.WhenAny(ended.Task, reading, Task.Delay(1000));
        lock (guard)
        {
            Emit(pending);
            (output, pending) = (null, "");
        }
    }

    private async Task ReadAsync(Stream stream)
    {
        var bytes = new byte[8192];
        var text = new char[8192 + 4];
        var decoder = Encoding.UTF8.GetDecoder();
        try
        {
            while (await stream.ReadAsync(bytes) is > 0 and var count) Add(text.AsSpan(0, decoder.GetChars(bytes, 0, count, text, 0)));
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The engine was killed: as good as the end.
        }
    }

    private void Add(ReadOnlySpan<char> text)
    {
        lock (guard)
        {
            pending += text.ToString();
            var end = pending.IndexOf(Mark, StringComparison.Ordinal);
            if (end < 0)
            {
                // What may be the first half of the mark waits for the other half.
                var sure = pending.LastIndexOf('\0') is >= 0 and var zero && pending.Length - zero < Mark.Length ? zero : pending.Length;
                Emit(pending[..sure]);
                pending = pending[sure..];
                return;
            }
            Emit(pending[..end]);
            pending = pending[(end + Mark.Length)..];
            ended.TrySetResult();
        }
    }

    private void Emit(string text)
    {
        if (text.Length == 0) return;
        tail = (tail + text) is { Length: > TailLength } longer ? longer[^TailLength..] : tail + text;
        output?.Invoke(text);
    }
}
