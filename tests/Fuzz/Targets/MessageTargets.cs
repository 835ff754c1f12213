using CowNotebooks.Forking.Messages;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Pages;

namespace CowNotebooks.Fuzz.Targets;

/// <summary>What a parent or a child says to the observer.</summary>
internal static class MessageTargets
{
    private const string Heap =
        "ok\tobjects=1000\tbytes=24000\tshallow=8024\ttype=1000,24000,System.Int64\tpages=header word,7f00a+12,7f0ff+1\tunknown=value,it is elsewhere\telements=8|System.Int64|7f00a0+24*1000/24,7f1000+0*1/32\tothers=8|System.Object[]|7f2000+0*1/8024";

    public static IEnumerable<FuzzTarget> All =>
    [
        new("answers", Corpus.Of(Answers), bytes => Read(System.Text.Encoding.UTF8.GetString(bytes)), typeof(FormatException))
        {
            Pieces = Corpus.Of("\t", "ok\t", "error\t", "ready\t", "=", "\\t", "\\", "pid=-1\t", "pid=99999999999\t", "objects=zz-1\t",
                "type=", "value=", "elements=8|x|0+0*1/0\t", "+18446744073709551615", "*9223372036854775807/1", "word=,,x\t", "death=9,,y\t"),
        },
    ];

    private static string[] Answers =>
    [
        "ready\tpid=12\truntime=python\tversion=CPython 3.11.2\tlanguage=python\tcatalogue=/x/catalogue\tword=,0,header\tword=0,8,reference count\tdeath=31,Stack overflow.,Too deep.\tobjects=7f00-7fff\tcompiler=/x/y.dll",
        "ok\tvalue=a\\tb\\nc\\\\d", "ok", "error\tTraceback:\\n  File", "ok\tpid=4711\tnanoseconds=12345", "ok\texit=0", "ok\tsignal=9", "ok\tname=a\tname=b",
        "ok\ttype=integers\tvalue=1\tvalue=-2", "ok\ttype=number\tvalue=1.5", "ok\ttype=truth\tvalue=true", "ok\ttype=texts", Heap,
    ];

    private static void Read(string line)
    {
        if (Ready.Read(line) is { } ready)
        {
            WrongFigureException.ThrowUnlessEqual("What is written of what was read", ready.Write(), Ready.Read(ready.Write()[..^1])!.Write());
            _ = ready.WordAt(8);
            return;
        }

        var answer = Answer.Read(line) ?? throw new FormatException("It is no answer at all.");
        _ = ForkAnswer.Read(answer) is { Pid: <= 0 } ? throw new WrongFigureException("A PID is not positive.") : 0;
        _ = (answer.Number("exit"), answer.Number("signal"), answer["value"], answer.All("name").Count());
        if (answer["type"] is not null && !answer.All("pages").Any() && !answer.All("elements").Any() && answer.All("type").All(type => !type.Contains(','))) _ = CellValue.Read(answer).ToObject();
        else ReadHeap(SizeAnswer.Read(answer));
    }

    /// <summary>As a prediction is made of it.</summary>
    private static void ReadHeap(SizeAnswer answer)
    {
        var heap = AllocatedHeap.From(CowNotebooks.Lab.Heap.Own("", "x"), answer, ObjectLayouts.None);
        _ = (heap.DeepSize?.ByType.Count, heap.FirstWord);
        if (heap.Pages() is not { } pages) return;
        if (pages.Count < 0) throw new WrongFigureException($"{pages.Count} pages are predicted.");
        ulong end = 0;
        foreach (var (first, count) in pages.Ranges)
        {
            if (first < end) throw new WrongFigureException($"The page {first:x} comes a second time.");
            end = first + count;
        }

        _ = (pages.MultiplesOf(64).Ranges.Count, pages.Contains(0x7f00a));
    }
}
