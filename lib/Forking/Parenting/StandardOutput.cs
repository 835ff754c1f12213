using System.Text;

namespace CowNotebooks.Forking.Parenting;

/// <summary>
/// Parents and children print to a file, by appending: a pipe could block, and its reader would disturb the measurement.
/// </summary>
internal static class StandardOutput
{
    private const int Out = 1, Error = 2;

    /// <summary>Sends standard output and error of this process to that descriptor.</summary>
    public static void SendTo(int file)
    {
        LibC.Duplicate(file, Out);
        LibC.Duplicate(file, Error);
    }

    /// <summary>
    /// Has <see cref="Console"/> write by plain write(2). Its own writers set up the terminal first and start a thread for signals, which a forked child
    /// cannot have.
    /// </summary>
    public static void TakeConsole()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Console.SetOut(new StreamWriter(new DescriptorStream(Out), utf8));
        Console.SetError(new StreamWriter(new DescriptorStream(Error, Console.Out), utf8) { AutoFlush = true });
    }

    /// <summary>Writes what was printed. After a cell that closed <see cref="Console.Out"/> the next one can print again.</summary>
    public static void Flush()
    {
        try
        {
            Console.Out.Flush();
        }
        catch (ObjectDisposedException)
        {
            TakeConsole();
        }
    }

    // Standard error flushes standard output first, so the file keeps the order in which they were written.
    private sealed class DescriptorStream(int fd, TextWriter? before = null) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            before?.Flush();
            LibC.Write(fd, buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
            // Nothing is buffered.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
