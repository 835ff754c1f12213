namespace CowNotebooks.Engine.Execution;

/// <summary>Console.In of the cells: each line is asked for when it is read.</summary>
/// <param name="input">Where to ask.</param>
internal sealed class InputReader(CellInput input) : TextReader
{
    private string _rest = "";

    public override string ReadLine()
    {
        var line = _rest.Length > 0 ? _rest.TrimEnd('\n') : Ask();
        _rest = "";
        return line;
    }

    public override int Peek()
    {
        if (_rest.Length == 0) _rest = Ask() + "\n";
        return _rest[0];
    }

    public override int Read()
    {
        var next = Peek();
        _rest = _rest[1..];
        return next;
    }

    // What a program asks, it has written before.
    private string Ask() => input.AskAsync("", isPassword: false, CancellationToken.None).GetAwaiter().GetResult();
}
