using System.Text.Unicode;

namespace CowNotebooks.Notebooks.Reading;

/// <summary>Reads the text of a notebook file. It is UTF-8, with or without a byte order mark; nothing is replaced silently.</summary>
internal static class NotebookText
{
    /// <exception cref="NotebookException">The file cannot be read or is not UTF-8.</exception>
    public static string Read(string path)
    {
        try
        {
            return Decode(File.ReadAllBytes(path), path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NotebookException($"There is no notebook {path}.", "Check the name.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{path} cannot be read: {error.Message}", "Check that it is a file and its permissions.", error);
        }
    }

    /// <exception cref="NotebookException">The bytes are not UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, string name)
    {
        if (OtherUnicode(bytes) is { } encoding) throw new NotebookException($"{name} is {encoding}; a notebook is UTF-8.", $"Convert it: {Conversion(encoding, name)}");
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        var text = new char[bytes.Length];
        // Reads up to the first byte that is not UTF-8.
        Utf8.ToUtf16(bytes, text, out var read, out var written, replaceInvalidSequences: false);
        if (read == bytes.Length) return new string(text, 0, written);
        var line = bytes[..read].Count((byte)'\n') + 1;
        var position = read - bytes[..read].LastIndexOf((byte)'\n');
        throw new NotebookException(
            $"{name} is not UTF-8: byte {position} of line {line} (0x{bytes[read]:X2}) belongs to another encoding.", $"If that is Latin-1, convert it: {Conversion("LATIN1", name)}");
    }

    private static string Conversion(string encoding, string name) =>
        $"iconv -f {encoding} -t UTF-8 {name} -o {Path.ChangeExtension(name, $"utf8{Path.GetExtension(name)}")}";

    // By the mark, or without one by the zero byte in its first letter, which is ASCII.
    private static string? OtherUnicode(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] => "UTF-32",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "UTF-16",
        [not 0, 0, ..] => "UTF-16LE",
        [0, not 0, ..] => "UTF-16BE",
        _ => null,
    };
}
