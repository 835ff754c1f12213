using System.CommandLine;
using System.Runtime.InteropServices;
using CowNotebooks.Cow.Watching;
using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow watch</c>: the memory of a running process, or of its family, over time.</summary>
internal sealed class WatchCommand : CowCommand
{
    private readonly Argument<string> _pid = new("PID") { Description = "The process." };
    private readonly Option<bool> _tree = new("--tree") { Description = "Its descendants too, those that are forked later included." };
    private readonly Option<string> _every = new("--every") { Description = "How often to look: 500ms, 1s, 5m. Less often where a look is costly, see below.", HelpName = "TIME", DefaultValueFactory = _ => "1s" };
    private readonly Option<string?> _for = new("--for") { Description = "How long to watch; otherwise until the last process has ended, or Ctrl-C.", HelpName = "TIME" };
    private readonly Option<string?> _csv = new("--csv") { Description = "Also writes each look to a CSV file, a row for each process. Ctrl-C leaves whole rows.", HelpName = "FILE" };
    private readonly Option<string?> _metrics = new("--metrics") { Description = "Also keeps the last look in a file for Prometheus' textfile collector (OpenMetrics), replaced as a whole.", HelpName = "FILE" };

    public WatchCommand()
        : base("watch",
            "Watches a running process, which is neither stopped nor slowed: its memory, its page faults, and how much of what it shared has become private.",
            "cow watch 1234",
            "cow watch 1234 --tree --every 5s --csv memory.csv",
            "cow watch 1234 --tree --metrics /var/lib/prometheus/node-exporter/cow.prom")
    {
        Add(_pid);
        foreach (var option in new Option[] { _tree, _every, _for, _csv, _metrics }) Add(option);
        SetAction(RunAsync);
    }

    /// <summary>Ctrl-C is the usual way to end it: the exit code is then 0.</summary>
    public override bool TakesInterrupts => true;

    protected override IEnumerable<string> Details =>
    [
        "What the columns mean (sizes are MB of 1,024 kB for people, bytes in files):",
        .. WatchFigures.Rows.Where(figure => figure.IsShown).SelectMany(figure => Terminal.Wrapped($"  {figure.Title,-7} {figure.Says}", 10)),
        "",
        .. Terminal.Wrapped("cow watch uses less than 1 % of one core, its start reckoned over the first minute, and its last line says how much it was: the kernel needs some 10 ms to add up 1 GB, so a large family is looked at less often than --every asks."),
        "",
        .. Terminal.Wrapped("It ends with exit code 0 after Ctrl-C, after --for, and when the last process has ended. With --metrics the file stays as it was at the last look."),
        "",
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var pid = Numbers.Pid("PID", parsed.GetValue(_pid)!, "cow watch 1234");
        var (csvFile, metricsFile) = (parsed.GetValue(_csv), parsed.GetValue(_metrics));
        MeasureCommand.CheckFolder(_csv, csvFile);
        MeasureCommand.CheckFolder(_metrics, metricsFile);
        var options = new WatchOptions
        {
            Family = parsed.GetValue(_tree),
            Every = Numbers.Duration("--every", parsed.GetValue(_every)!),
            For = parsed.GetValue(_for) is { } time ? Numbers.Duration("--for", time) : null,
            UsedBefore = Environment.CpuUsage.TotalTime,
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            stop.Cancel();
        });

        await using var looks = Watch.LooksAsync(pid, options, stop.Token).GetAsyncEnumerator(CancellationToken.None);
        // The first look before any file is made: there may be no such process.
        await looks.MoveNextAsync();
        using var csv = csvFile is null ? null : new WatchCsv(csvFile);
        var summary = new WatchSummary();
        await WatchScreen.ShowAsync(options, async show =>
        {
            do
            {
                var look = looks.Current;
                summary.Add(look);
                csv?.Add(look);
                if (metricsFile is not null) WatchMetrics.Write(metricsFile, look);
                show(look);
            }
            while (await looks.MoveNextAsync());
        });
        foreach (var line in summary.Lines(options)) Terminal.WriteParagraph(line, indent: 2);
        return ExitCodes.Ok;
    }
}
