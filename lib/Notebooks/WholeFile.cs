namespace CowNotebooks.Notebooks;

/// <summary>Writes files atomically: a reader sees the old content or the new, never a part.</summary>
public static class WholeFile
{
    /// <summary>Writes the text (UTF-8) beside <paramref name="path"/> and moves it there. Makes the folder when it is missing.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="text">Its whole content.</param>
    /// <exception cref="NotebookException">The disk is full or the folder cannot be written.</exception>
    public static void Write(string path, string text) => Write(path, beside => File.WriteAllText(beside, text));

    /// <summary>Copies the stream beside <paramref name="path"/> and moves it there. Makes the folder when it is missing.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="content">Its whole content, read to the end.</param>
    /// <exception cref="NotebookException">The disk is full or the folder cannot be written.</exception>
    public static void Write(string path, Stream content) => Write(path, beside =>
    {
        using var file = File.Create(beside);
        content.CopyTo(file);
    });

    /// <summary>Copies the file <paramref name="source"/> beside <paramref name="path"/> and moves it there. Makes the folder when it is missing.</summary>
    /// <param name="source">The file to copy.</param>
    /// <param name="path">The file to write.</param>
    /// <exception cref="NotebookException">The source cannot be read, the disk is full or the folder cannot be written.</exception>
    public static void Copy(string source, string path) => Write(path, beside => File.Copy(source, beside));

    private static void Write(string path, Action<string> write)
    {
        var beside = $"{path}.{Environment.ProcessId}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            write(beside);
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TryDelete(beside);
            throw new NotebookException($"{path} cannot be written: {error.Message}", "Free some space or choose another folder.", error);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The error to report is the one that stopped the writing.
        }
    }
}
