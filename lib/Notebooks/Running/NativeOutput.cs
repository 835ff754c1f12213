using System.Text;
using CowNotebooks.Notebooks.Messages;

namespace CowNotebooks.Notebooks.Running;

/// <summary>
/// The output on the engine's descriptor 2: everything written to descriptor 1 or 2 by native code, by programs a cell started, or by a
/// crashing runtime. The engine ends each cell's part with <see cref="EndOfCell.Mark"/>.
/// </summary>
internal sealed class NativeOutput
{
    private const int TailLength = 100_000;
    private static readonly string Mark = Encoding.UTF8.GetString(EndOfCell.Mark);

    private readonly Lock _guard = new();
    private readonly Task _reading;
    private string _pending = "";
    private string _tail = "";
    private Action<string>? _output;
    private TaskCompletionSource _ended = new();
    private int? _wordsLeft;

    public NativeOutput(Stream stream) => _reading = ReadAsync(stream);

    /// <summary>The end of the text since the cell began: the last output of a process that died.</summary>
    public string Tail
    {
        get
        {
            lock (_guard) return _tail;
        }
    }

    /// <summary>Begins a cell: text goes to <paramref name="to"/>.</summary>
    public void Begin(Action<string> to)
    {
        lock (_guard)
        {
            (_output, _tail, _wordsLeft, _ended) = (to, "", null, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }

    /// <summary>Ends a cell: waits until all of its text has arrived, for <see cref="TimeLimits.LastOutput"/> at most.</summary>
    public async Task EndAsync()
    {
        await Task.WhenAny(_ended.Task, _reading, Task.Delay(TimeLimits.LastOutput));
        lock (_guard)
        {
            Emit(_pending);
            (_output, _pending) = (null, "");
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
            // The engine was killed: treated as end of file.
        }
    }

    // After a stack overflow the runtime writes every frame, hundreds of thousands of lines.
    private string WithoutTheStack(string text)
    {
        const string Overflow = "Stack overflow.\n";
        if (_wordsLeft is null && text.IndexOf(Overflow, StringComparison.Ordinal) is >= 0 and var at) _wordsLeft = at + Overflow.Length + OutputLimits.LastWordsCharacters;
        if (_wordsLeft is not { } left) return text;
        _wordsLeft = Math.Max(0, left - text.Length);
        return text.Length <= left ? text : left == 0 ? "" : $"{text.AsSpan(0, left)}\n… the rest of the stack is left out.\n";
    }

    private void Add(ReadOnlySpan<char> text)
    {
        lock (_guard)
        {
            _pending += text.ToString();
            var end = _pending.IndexOf(Mark, StringComparison.Ordinal);
            if (end < 0)
            {
                // A possible first part of the mark is held back until the rest arrives.
                var sure = _pending.LastIndexOf('\0') is >= 0 and var zero && _pending.Length - zero < Mark.Length ? zero : _pending.Length;
                Emit(_pending[..sure]);
                _pending = _pending[sure..];
                return;
            }
            Emit(_pending[..end]);
            _pending = _pending[(end + Mark.Length)..];
            _ended.TrySetResult();
        }
    }

    private void Emit(string text)
    {
        text = WithoutTheStack(text);
        if (text.Length == 0) return;
        _tail = (_tail + text) is { Length: > TailLength } longer ? longer[^TailLength..] : _tail + text;
        _output?.Invoke(text);
    }
}
