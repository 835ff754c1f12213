using System.Globalization;
using System.Text;
using CowNotebooks.Forking.Messages;

namespace CowNotebooks.Forking.Parenting;

/// <summary>The parent's main loop: one request, one answer, and in between one blocking read. Everything runs on the main thread.</summary>
public static class ParentLoop
{
    /// <summary>Runs until the requests end. Returns the exit code.</summary>
    /// <param name="folder">The folder with the FIFOs, see <see cref="Protocol"/>.</param>
    /// <param name="ready">What this parent says of itself.</param>
    /// <param name="cells">Runs the cells.</param>
    public static int Run(string folder, Ready ready, ICells cells)
    {
        LibC.LeadOwnGroup();
        if (!LibC.DieWithWriterOf(LibC.Open(Path.Combine(folder, Protocol.LifelineName), LibC.O_RDONLY | LibC.O_NONBLOCK))) return 0;
        var requests = LibC.Open(Path.Combine(folder, Protocol.RequestsName), LibC.O_RDONLY);
        var answers = LibC.Open(Path.Combine(folder, Protocol.AnswersName), LibC.O_WRONLY);
        var output = LibC.Open(Path.Combine(folder, Protocol.OutputName), LibC.O_WRONLY | LibC.O_APPEND);
        StandardOutput.SendTo(output);
        LibC.Close(output);
        StandardOutput.TakeConsole();
        var forks = new Forks(cells, requests, answers);
        var prepared = new PreparedCells();
        Say(answers, ready.Write());
        var input = new LineBuffer();
        var own = LibC.Pid;
        while (input.ReadLine(requests) is { } line)
        {
            Answer answer;
            try
            {
                try
                {
                    answer = Carry(Line.Read(line), cells, forks, prepared);
                }
                finally
                {
                    StandardOutput.Flush();
                }
            }
#pragma warning disable CA1031 // The user's code may throw anything, and the parent answers all the same.
            catch (Exception error)
#pragma warning restore CA1031
            {
                answer = Answer.Failed(error.Message);
            }

            Forks.EndIfNot(own);
            Say(answers, answer.Write());
        }

        return 0;
    }

    private static Answer Carry(string[] words, ICells cells, Forks forks, PreparedCells prepared)
    {
        switch (words)
        {
            case [Request.SetWord, var name, var type, .. var texts]:
                cells.Assign(name, new CellValue(type, texts));
                return Answer.Ok();
            case [Request.CellWord, var file]:
                return Answer.OfCell(cells.Run(file));
            case [Request.ForkWord, var to, var from, var output]:
                return forks.Fork(to, from, output);
            case [Request.ReapWord, var pid]:
                return forks.Reap(int.Parse(pid, CultureInfo.InvariantCulture));
            case [Request.RunWord, var file, var number, var of]:
                prepared.Find(Request.FileBytes(file)).Run(int.Parse(number, CultureInfo.InvariantCulture), int.Parse(of, CultureInfo.InvariantCulture));
                return Answer.Ok();
            default:
                return prepared.Answer(words, cells) ?? throw new InvalidOperationException($"A parent has no request '{string.Join(' ', words)}'.");
        }
    }

    private static void Say(int answers, string line) => LibC.Write(answers, Encoding.UTF8.GetBytes(line));
}

/// <summary>Lines from a descriptor by plain read(2): no stream, no thread, nothing that keeps running after the answer.</summary>
internal sealed class LineBuffer
{
    private readonly byte[] _bytes = new byte[4096];
    private readonly List<byte> _line = [];
    private int _next, _end;

    /// <summary>The next line without its end; null at the end of the file.</summary>
    public string? ReadLine(int fd)
    {
        _line.Clear();
        while (true)
        {
            if (_next == _end)
            {
                _next = 0;
                _end = LibC.Read(fd, _bytes);
                if (_end == 0) return null;
            }

            var b = _bytes[_next++];
            if (b == '\n') return Encoding.UTF8.GetString([.. _line]);
            _line.Add(b);
        }
    }
}
