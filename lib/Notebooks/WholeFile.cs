using System.Text;
using CowNotebooks.Lab.Recording.Files;

namespace CowNotebooks.Notebooks;

/// <summary>Writes files atomically: a reader sees the old content or the new, never a part, whatever ends this process. Links and permissions of an old file stay.</summary>
public static class WholeFile
{
    /// <summary>Writes the text (UTF-8) in place of <paramref name="path"/>. Makes the folder when it is missing.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="text">Its whole content.</param>
    /// <exception cref="NotebookException">The disk is full or the folder cannot be written.</exception>
    public static void Write(string path, string text) => Write(path, file => file.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Copies the stream in place of <paramref name="path"/>. Makes the folder when it is missing.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="content">Its whole content, read to the end.</param>
    /// <exception cref="NotebookException">The disk is full or the folder cannot be written.</exception>
    public static void Write(string path, Stream content) => Write(path, file => content.CopyTo(file));

    /// <summary>Copies the file <paramref name="source"/> in place of <paramref name="path"/>. Makes the folder when it is missing.</summary>
    /// <param name="source">The file to copy.</param>
    /// <param name="path">The file to write.</param>
    /// <exception cref="NotebookException">The source cannot be read, the disk is full or the folder cannot be written.</exception>
    public static void Copy(string source, string path) => Write(path, file =>
    {
        using var original = File.OpenRead(source);
        original.CopyTo(file);
    });

    private static void Write(string path, Action<Stream> write)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            FileReplacement.Write(path, write);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{path} cannot be written: {error.Message}", "Free some space or choose another folder.", error);
        }
    }
}
