using System.Runtime.CompilerServices;
using System.Text;
using CowNotebooks.Forking.Messages;

namespace CowNotebooks.Forking.Parenting;

/// <summary>
/// The forked child: waits for a request, carries it out, answers, waits again; exits through _exit. Only the thread that called fork exists here.
/// While a cell runs, and from its answer to the next read, nothing here allocates unless the cell fails.
/// </summary>
internal static class ChildLoop
{
    private const int Failed = 70;
    private const string Nowhere = "/dev/null";

    private delegate int LineReader(int requests, Span<byte> buffer);

    /// <summary>
    /// Warms up the child's path, in the parent before the first fork: a first execution writes pages that no cell asked for. Twice, since only the second call
    /// of a method is bound to its code permanently.
    /// </summary>
    public static void WarmUp(ICells cells)
    {
        var prepared = new PreparedCells();
        var answers = LibC.Open(Nowhere, LibC.O_WRONLY);
        // An empty file is an empty cell.
        string[] requests = [Request.Prepare(Nowhere), Request.Run(Nowhere, 0, 1), Request.Show(Nowhere)];
        foreach (var request in requests.Concat(requests)) Carry(Encoding.UTF8.GetBytes(request.TrimEnd('\n')), answers, cells, prepared);
        LibC.Close(answers);
        // What only a child calls is compiled here, once, and not by each child anew.
        RuntimeHelpers.PrepareDelegate(Run);
        RuntimeHelpers.PrepareDelegate((LineReader)ReadLine);
        LibC.PrepareToForbidThreads();
    }

    /// <summary>Does not return.</summary>
    public static void Run(int requests, int answers, ICells cells)
    {
        try
        {
            LibC.ForbidThreads();
            Span<byte> buffer = stackalloc byte[Request.MostChildBytes + 1];
            var prepared = new PreparedCells();
            LibC.Write(answers, Encoding.UTF8.GetBytes(Line.Write([Ready.OfChild])));
            while (true)
            {
                var length = ReadLine(requests, buffer);
                if (length < 0 || Request.IsQuit(buffer[..length])) LibC.ExitNow(0);
                Carry(buffer[..length], answers, cells, prepared);
            }
        }
#pragma warning disable CA1031 // Nothing may leave this method: the parent's code would go on in the child.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine(error);
        }

        LibC.ExitNow(Failed);
    }

    /// <summary>The length of the next line without its newline; negative when there is none. The observer sends one, whole, and waits for its answer.</summary>
    private static int ReadLine(int requests, Span<byte> buffer)
    {
        var length = 0;
        while (length < buffer.Length)
        {
            var count = LibC.Read(requests, buffer[length..]);
            if (count == 0) return -1;
            length += count;
            if (buffer[length - 1] == '\n') return length - 1;
        }

        throw new InvalidOperationException($"A request to a child has at most {Request.MostChildBytes} bytes.");
    }

    private static void Carry(ReadOnlySpan<byte> line, int answers, ICells cells, PreparedCells prepared)
    {
        var own = LibC.Pid;
        // Null for a run that went well.
        Answer? answer = null;
        try
        {
            try
            {
                if (Request.TryReadRun(line, out var file, out var number, out var of)) prepared.Find(file).Run(number, of);
                else answer = Answer(Line.Read(Encoding.UTF8.GetString(line)), cells, prepared);
            }
            finally
            {
                StandardOutput.Flush();
            }
        }
#pragma warning disable CA1031 // The user's code may throw anything, and the child lives on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            answer = Messages.Answer.Failed(error.Message);
        }

        Forks.EndIfNot(own);
        if (answer is null) LibC.Write(answers, Messages.Answer.OkLine);
        else LibC.Write(answers, Encoding.UTF8.GetBytes(answer.Write()));
    }

    private static Answer Answer(string[] words, ICells cells, PreparedCells prepared)
    {
        switch (words)
        {
            case [Request.SetWord, var name, var type, .. var texts]:
                cells.Assign(name, new CellValue(type, texts));
                return Messages.Answer.Ok();
            case [Request.SizeWord, var variable]:
                return cells.Size(variable).Write();
            case [Request.NamesWord]:
                return Messages.Answer.OfNames(cells.Names(null));
            case [Request.NamesWord, var path]:
                return Messages.Answer.OfNames(cells.Names(path));
            case [Request.GetWord, var variable]:
                return cells.ValueOf(variable).Write();
            default:
                return prepared.Answer(words, cells) ?? throw new InvalidOperationException($"A child has no request '{string.Join(' ', words)}'.");
        }
    }
}
