namespace CowNotebooks.Notebooks.Messages;

/// <summary>The mark that the engine writes to descriptor 2 when a cell is done: the native output before it belongs to that cell.</summary>
internal static class EndOfCell
{
    public static ReadOnlySpan<byte> Mark => "\0end of cell\0"u8;
}
