using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Procfs.Live;

/// <summary>Parses the text of one /proc file. The text is not valid after it returns.</summary>
internal delegate T ProcParser<out T>(ReadOnlySpan<byte> text, ProcSource source);

/// <summary>Reads whole /proc files: their length is 0, so they are read until end of file.</summary>
internal static class ProcFile
{
    private const int FirstSize = 16 * 1024;

    /// <exception cref="IOException">
    /// The kernel refuses, or it throws <see cref="UnauthorizedAccessException"/>; <see cref="ProcProcess"/> and <see cref="ProcFs"/> turn this into a <see cref="ProcException"/>.
    /// </exception>
    public static T Read<T>(ProcSource source, ProcParser<T> parse)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
        try
        {
            var length = ReadAll(source.Path, ref buffer);
            return parse(buffer.AsSpan(0, length), source);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Fills the bytes from this offset of an open file, and returns how many were read.</summary>
    /// <exception cref="IOException">As above.</exception>
    public static int Fill(SafeFileHandle file, Span<byte> bytes, long from)
    {
        var length = 0;
        while (length < bytes.Length && RandomAccess.Read(file, bytes[length..], from + length) is > 0 and var read) length += read;
        return length;
    }

    private static int ReadAll(string path, ref byte[] buffer)
    {
        var file = LibC.OpenFile(path);
        try
        {
            var length = 0;
            while (LibC.Read(file, buffer.AsSpan(length)) is > 0 and var read)
            {
                length += read;
                if (length == buffer.Length) buffer = Grow(buffer);
            }

            return length;
        }
        finally
        {
            LibC.Close(file);
        }
    }

    // With this FileShare .NET takes no lock on the file.
    public static SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
