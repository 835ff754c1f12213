using System.Text;

namespace CowNotebooks.Forking.Observing;

/// <summary>
/// A file to which a process prints: a pipe could block it, and reading the pipe would disturb the measurement. What is printed from now on comes with
/// the next <see cref="ReadNew"/>.
/// </summary>
public sealed class OutputFile
{
    /// <summary>The most bytes kept of one cell's output; a note replaces the rest.</summary>
    public const int MostBytes = 65536;

    private const int TailBytes = 2000;
    private long _read;

    internal OutputFile(string path)
    {
        Path = path;
        try
        {
            File.Create(path).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SessionFolderException(error);
        }
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The output since the last call, cut after <see cref="MostBytes"/>.</summary>
    /// <exception cref="IOException">The file is gone, or cannot be read.</exception>
    public string ReadNew()
    {
        using var file = Open();
        // Asked once: the process may be writing.
        var (from, end) = (_read, file.Length);
        var length = end - from;
        _read = end;
        var text = Read(file, from, Math.Min(length, MostBytes));
        return length <= MostBytes ? text : Invariant($"{text}\n… {length - MostBytes:N0} more bytes");
    }

    /// <summary>The end of the whole output; empty when the file is gone.</summary>
    public string Tail()
    {
        if (!File.Exists(Path)) return "";
        using var file = Open();
        var from = Math.Max(0, file.Length - TailBytes);
        return Read(file, from, file.Length - from);
    }

    private FileStream Open() => new(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static string Read(FileStream file, long from, long length)
    {
        var bytes = new byte[length];
        file.Position = from;
        return Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }
}
