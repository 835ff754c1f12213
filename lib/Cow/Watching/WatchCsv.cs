using System.Globalization;
using System.Text;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Recording;

namespace CowNotebooks.Cow.Watching;

/// <summary>The looks as CSV (RFC 4180): a row for each process and look, written as a whole. Sizes are bytes; what is not known is an empty field.</summary>
internal sealed class WatchCsv : IDisposable
{
    private readonly FileStream _file;

    /// <summary>Begins the file, in place of one that is there.</summary>
    public WatchCsv(string path)
    {
        // Without a buffer: each look is one write.
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        Write([CsvLine.Write(["time", "elapsedSeconds", "pid", "parentPid", "name", "event", .. WatchFigures.Rows.Select(figure => figure.Name)])]);
    }

    /// <summary>Writes the rows of a look; one that has ended has a row without figures.</summary>
    public void Add(WatchLook look)
    {
        var joined = look.New.Select(process => process.Pid).ToHashSet();
        Write(
        [
            .. look.Processes.Select(process => Row(look, process, joined.Contains(process.Pid) ? "new" : "", WatchFigures.Rows.Select(figure => (object?)process[figure]))),
            .. look.Ended.Select(process => Row(look, process, "ended", WatchFigures.Rows.Select(_ => (object?)null))),
        ]);
    }

    public void Dispose() => _file.Dispose();

    private static string Row(WatchLook look, WatchedProcess process, string what, IEnumerable<object?> figures) => CsvLine.Write(
    [
        look.Time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), Math.Round(look.Elapsed.TotalSeconds, 3), process.Pid, process.ParentPid, process.Name, what, .. figures,
    ]);

    private void Write(IReadOnlyList<string> lines)
    {
        // A pipe or a terminal has no length, and keeps what it got.
        long? whole = _file.CanSeek ? _file.Length : null;
        try
        {
            _file.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        }
        catch (IOException)
        {
            if (whole is { } rows) CutTo(rows);
            throw;
        }
    }

    /// <summary>A full disk: what is there ends with a whole row.</summary>
    private void CutTo(long rows)
    {
        try
        {
            _file.SetLength(rows);
        }
        catch (IOException)
        {
            // A device such as /dev/full: the first error says more.
        }
    }
}
