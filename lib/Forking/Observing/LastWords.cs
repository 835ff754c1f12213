using System.Text;

namespace CowNotebooks.Forking.Observing;

/// <summary>The end of what a process wrote to its standard output and error: the cause, when it dies of something it could still say.</summary>
internal sealed class LastWords
{
    private const int Kept = 2000;
    private readonly StringBuilder _text = new();

    /// <summary>Reads until the stream ends, in the background, keeping the last 2,000 characters.</summary>
    public Task CollectAsync(StreamReader stream) => Task.Run(async () =>
    {
        var buffer = new char[1024];
        try
        {
            while (await stream.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count)
            {
                lock (_text)
                {
                    _text.Append(buffer, 0, count);
                    if (_text.Length > 2 * Kept) _text.Remove(0, _text.Length - Kept);
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process was disposed while we listened.
        }
    });

    /// <summary>The last line that says something, without control characters.</summary>
    public string LastLine
    {
        get
        {
            lock (_text) return LastLineOf(_text.ToString());
        }
    }

    /// <summary>The last line of a text that says something, without control characters.</summary>
    public static string LastLineOf(string text)
    {
        var line = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";
        return string.Concat(line.Where(c => !char.IsControl(c)).Take(300)).TrimEnd('.');
    }
}
