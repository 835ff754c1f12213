namespace CowNotebooks.Benchmarks.Table;

/// <summary>How much is measured: what the table says, or next to nothing, to see that the rows run.</summary>
internal sealed record Scale(bool IsTiny)
{
    public int Rounds(int full) => IsTiny ? 1 : full;

    public int Count(int full, int tiny) => IsTiny ? tiny : full;
}
