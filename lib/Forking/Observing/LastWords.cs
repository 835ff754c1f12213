using System.Text;

namespace CowNotebooks.Forking.Observing;

/// <summary>The last output of a process on its standard streams: often the cause of its death.</summary>
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
            // The process was disposed while its output was being read.
        }
    });

    /// <summary>What <see cref="SummaryOf"/> says of it.</summary>
    public string Summary
    {
        get
        {
            lock (_text) return SummaryOf(_text.ToString());
        }
    }

    /// <summary>
    /// The most telling lines, without control characters: the last one of a CPython traceback; elsewhere, where the last line is a position in the program,
    /// the first as well. Empty when nothing was written.
    /// </summary>
    public static string SummaryOf(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0) return "";
        var (first, last) = (Clean(lines[0]), Clean(lines[^1]));
        return lines.Length == 1 || first.StartsWith("Traceback", StringComparison.Ordinal) ? last : $"{first} … {last}";
    }

    private static string Clean(string line) => string.Concat(line.Where(c => !char.IsControl(c)).Take(300)).TrimEnd('.');
}
