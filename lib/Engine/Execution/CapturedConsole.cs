using System.Text;
using CowNotebooks.Engine.Execution.Interrupting;

namespace CowNotebooks.Engine.Execution;

/// <summary>
/// Console.Out and Console.Error of the cells. Collects what is written and emits it in pieces: at the latest
/// after 50 ms, or when the other stream is written to, so that the order between both is kept.
/// </summary>
#pragma warning disable CA1001 // It lives as long as its process.
internal sealed class CapturedConsole
#pragma warning restore CA1001
{
    private const int PieceLength = 8192;
    private readonly Lock _guard = new();
    private readonly StringBuilder _text = new();
    private readonly Action<string, string> _emit;
    private readonly Timer _timer;
    private string _stream = "stdout";

    /// <param name="emit">Receives the stream's name and the text.</param>
    public CapturedConsole(Action<string, string> emit)
    {
        _emit = emit;
        _timer = new Timer(_ => Flush());
        Console.SetOut(new Writer(this, "stdout"));
        Console.SetError(new Writer(this, "stderr"));
    }

    public void Flush()
    {
        lock (_guard) EmitText();
    }

    private void Write(string name, ReadOnlySpan<char> piece)
    {
        CellRun.RefuseOutputOfTheLeft();
        lock (_guard)
        {
            if (name != _stream) EmitText();
            _stream = name;
            if (_text.Length == 0) _timer.Change(50, Timeout.Infinite);
            _text.Append(piece);
            if (_text.Length >= PieceLength) EmitText();
        }
    }

    private void EmitText()
    {
        if (_text.Length == 0) return;
        _emit(_stream, _text.ToString());
        _text.Clear();
    }

    private sealed class Writer(CapturedConsole console, string name) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => console.Write(name, [value]);

        public override void Write(char[] buffer, int index, int count) => console.Write(name, buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer) => console.Write(name, buffer);

        public override void Write(string? value) => console.Write(name, value);

        public override void WriteLine(string? value) => console.Write(name, value + "\n");

        public override void Flush() => console.Flush();
    }
}
