using System.Text;

namespace CowNotebooks.Cow;

/// <summary>Standard error, on which errors quote what others wrote: names of files and processes, lines of notebooks, messages of languages. None of it steers a terminal.</summary>
internal sealed class PrintableWriter(TextWriter inner) : TextWriter
{
    /// <summary>Standard error itself, for what moves on a terminal by right.</summary>
    public static TextWriter Terminal { get; private set; } = Console.Error;

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <summary>From now on all that is written to standard error goes through this.</summary>
    public static void TakeErrors()
    {
        Terminal = Console.Error;
        Console.SetError(new PrintableWriter(Terminal));
    }

    /// <inheritdoc/>
    public override void Write(char value) => inner.Write(value is '\n' ? "\n" : Cow.Terminal.PrintableLines(value.ToString()));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => inner.Write(Cow.Terminal.PrintableLines(value ?? ""));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write(value + "\n");

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();
}
