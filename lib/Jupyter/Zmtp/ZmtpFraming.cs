using System.Buffers.Binary;
using System.Text;

namespace CowNotebooks.Jupyter.Zmtp;

/// <summary>One frame on the wire.</summary>
/// <param name="IsCommand">A command of the protocol, not a part of a message.</param>
/// <param name="HasMore">Further frames of the same message follow.</param>
/// <param name="Body">Its bytes.</param>
internal readonly record struct ZmtpFrame(bool IsCommand, bool HasMore, byte[] Body);

/// <summary>
/// The byte format of ZMTP 3.0 (rfc.zeromq.org/spec/23): greeting, commands and frames.
/// <code>
///  greeting, 64 bytes                                    frame
///  0xFF  8 bytes  0x7F | 3 0 | "NULL" 20 bytes | …       flags | size, 1 or 8 bytes, big-endian | body
/// </code>
/// </summary>
internal static class ZmtpFraming
{
    private const byte More = 1, Long = 2, Command = 4;
    private const int GreetingLength = 64;
    private static readonly byte[] Greeting = MakeGreeting();

    /// <summary>Sends the greeting and reads the peer's.</summary>
    /// <exception cref="InvalidDataException">The peer uses another protocol.</exception>
    public static async Task GreetAsync(Stream stream, CancellationToken cancel)
    {
        await stream.WriteAsync(Greeting, cancel);
        await stream.FlushAsync(cancel);
        var theirs = new byte[GreetingLength];
        await stream.ReadExactlyAsync(theirs, cancel);
        if (theirs[0] != 0xFF || theirs[9] != 0x7F || theirs[10] < 3) throw new InvalidDataException("it does not greet as ZMTP 3");
        if (!theirs.AsSpan(12, 20).SequenceEqual(Greeting.AsSpan(12, 20))) throw new InvalidDataException("it asks for a security mechanism other than NULL");
    }

    /// <summary>The command that ends the greeting.</summary>
    /// <param name="socketType">The type of this socket: <c>ROUTER</c>, <c>PUB</c>, <c>REP</c>.</param>
    public static byte[] Ready(string socketType)
    {
        using var body = new MemoryStream();
        body.Write([5, .. "READY"u8, 11, .. "Socket-Type"u8]);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, socketType.Length);
        body.Write(length);
        body.Write(Encoding.ASCII.GetBytes(socketType));
        return Encode(Command, body.ToArray());
    }

    /// <summary>The value of READY's property Identity: 8-bit length, name, 32-bit length, value; empty when it is missing.</summary>
    /// <exception cref="InvalidDataException">The properties are cut off.</exception>
    public static byte[] Identity(ZmtpFrame ready)
    {
        try
        {
            for (var rest = ready.Body.AsSpan(6); rest.Length > 0;)
            {
                var name = rest.Slice(1, rest[0]);
                rest = rest[(1 + name.Length)..];
                var value = rest.Slice(4, BinaryPrimitives.ReadInt32BigEndian(rest));
                if (Ascii.EqualsIgnoreCase(name, "Identity"u8)) return value.ToArray();
                rest = rest[(4 + value.Length)..];
            }
            return [];
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new InvalidDataException("its READY is cut off", error);
        }
    }

    /// <summary>Whether the frame is the peer's READY.</summary>
    public static bool IsReady(ZmtpFrame frame) => frame.IsCommand && frame.Body.AsSpan().StartsWith("\u0005READY"u8);

    /// <summary>Reads the next frame.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="most">A longer body is refused before any of it is read.</param>
    /// <param name="cancel">Cancels the read.</param>
    /// <exception cref="InvalidDataException">A frame is malformed, or its body is too long.</exception>
    /// <exception cref="EndOfStreamException">The peer is gone.</exception>
    public static async Task<ZmtpFrame> ReadAsync(Stream stream, long most, CancellationToken cancel)
    {
        var head = new byte[9];
        await stream.ReadExactlyAsync(head.AsMemory(0, 2), cancel);
        var flags = head[0];
        if ((flags & ~(More | Long | Command)) != 0) throw new InvalidDataException("it sends what are no frames");
        ulong size = head[1];
        if ((flags & Long) != 0)
        {
            await stream.ReadExactlyAsync(head.AsMemory(2, 7), cancel);
            size = BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(1));
        }
        if (size > (ulong)most) throw new InvalidDataException($"its message is longer than {most:N0} bytes");
        var body = new byte[size];
        await stream.ReadExactlyAsync(body, cancel);
        return new ZmtpFrame((flags & Command) != 0, (flags & More) != 0, body);
    }

    /// <summary>A message in its byte format.</summary>
    public static byte[] Encode(IReadOnlyList<byte[]> frames)
    {
        using var bytes = new MemoryStream();
        for (var index = 0; index < frames.Count; index++) bytes.Write(Encode(index < frames.Count - 1 ? More : (byte)0, frames[index]));
        return bytes.ToArray();
    }

    private static byte[] Encode(byte flags, byte[] body)
    {
        if (body.Length <= 255) return [flags, (byte)body.Length, .. body];
        var size = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(size, body.Length);
        return [(byte)(flags | Long), .. size, .. body];
    }

    private static byte[] MakeGreeting()
    {
        var greeting = new byte[GreetingLength];
        (greeting[0], greeting[9], greeting[10]) = (0xFF, 0x7F, 3);
        "NULL"u8.CopyTo(greeting.AsSpan(12));
        return greeting;
    }
}
