using System.CommandLine;
using System.Runtime.InteropServices;
using CowNotebooks.Cow.Watching;
using CowNotebooks.Lab;
using CowNotebooks.Notebooks;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow watch</c>: the memory of a running process, or of its family, over time.</summary>
internal sealed class WatchCommand : CowCommand
{
    public const string Verb = "watch";

    public const string Says =
        "Watches a running process, which is neither stopped nor slowed: its memory, its page faults, and how much of what it shared has become private.";

    private readonly Argument<string> _pid = new("PID") { Description = "The process." };
    private readonly Option<bool> _tree = new("--tree") { Description = "Its descendants too, those that are forked later included." };
    private readonly Option<string> _every =
        new("--every") { Description = "How often to look: 500ms, 1s, 5m. Less often where a look is costly, see below.", HelpName = "TIME", DefaultValueFactory = _ => "1s" };
    private readonly Option<string?> _for = new("--for") { Description = "How long to watch; otherwise until the last process has ended, or Ctrl-C.", HelpName = "TIME" };
    private readonly Option<string?> _csv = new("--csv") { Description = "Also writes each look to a CSV file, a row for each process. Ctrl-C leaves whole rows.", HelpName = "FILE" };
    private readonly Option<string?> _metrics =
        new("--metrics") { Description = "Also keeps the last look in a file for Prometheus' textfile collector (OpenMetrics), replaced as a whole.", HelpName = "FILE" };
    private readonly Option<bool> _faults = new("--faults") { Description = "Also records each page fault: what it did, and which code took it." };
    private readonly Option<string?> _folded =
        new("--folded") { Description = "With --faults: writes the call stacks to a file at the end, folded, as flamegraph.pl and speedscope read them.", HelpName = "FILE" };
    private readonly Option<string?> _flame = new("--flame") { Description = "With --faults: draws them as a flame graph.", HelpName = "FILE.svg" };

    public WatchCommand()
        : base(Verb, Says,
            "cow watch 1234",
            "cow watch 1234 --tree --every 5s --csv memory.csv",
            "cow watch 1234 --tree --faults --for 30s --flame faults.svg",
            "cow watch 1234 --tree --metrics /var/lib/prometheus/node-exporter/cow.prom")
    {
        Add(_pid);
        foreach (var option in new Option[] { _tree, _every, _for, _csv, _metrics, _faults, _folded, _flame }) Add(option);
        SetAction(RunAsync);
    }

    /// <summary>Ctrl-C is the usual way to end it: the exit code is then 0.</summary>
    public override bool TakesInterrupts => true;

    protected override IEnumerable<string> Details =>
    [
        "Figures, with their names in files; sizes are shown in MB of 1,024 kB, and in bytes in files:",
        .. WatchFigures.Rows.SelectMany(figure => Terminal.Wrapped($"  {(figure.IsShown ? figure.Title : ""),-7} {figure.Name,-20} {figure.Says}", 31)),
        "",
        .. Terminal.Wrapped(
            "cow watch uses less than 1 % of one core, its start reckoned over the first minute, and its last line says how much it was: the kernel needs some 10 ms to add up 1 GB, so the memory of a large family is read less often than --every asks, and only after it has moved. In between its figures are missing, while faults are counted at each look."),
        "",
        .. Terminal.Wrapped(
            "It ends with exit code 0 after Ctrl-C, after --for, and when the last process has ended. With --metrics the file stays as it was at the last look whose memory is known. Prometheus' textfile collector reads it as text format 0.0.4, where its counters (_total) have no type; rate() works on them."),
        "",
        .. Terminal.Wrapped(
            "--tree finds children at each look: a child whose parent ends before the next one belongs to another process by then, and is not watched; --faults records its faults all the same."),
        "",
        .. Terminal.Wrapped(
            "--faults: copy made a private copy of a shared page; reuse made a page writable that was the process's own; new, zero, file and swap brought one in. What MADV_DONTNEED released is not reported by the kernel, and may pass for copy or reuse when it is touched again. Callers are known where code keeps frame pointers. Compiled code has names where the runtime writes /tmp/perf-PID.map: python3.12 -X perf, DOTNET_PerfMapEnabled=1, node --perf-basic-prof. Recording takes CPU time as faults come, which may be more than 1 % of a core."),
        "",
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var pid = Numbers.Pid("PID", parsed.GetValue(_pid)!, "cow watch 1234");
        var (csvFile, metricsFile) = (parsed.GetValue(_csv), parsed.GetValue(_metrics));
        var (folded, flame) = (parsed.GetValue(_folded), parsed.GetValue(_flame));
        foreach (var (option, file) in new[] { (_csv, csvFile), (_folded, folded), (_flame, flame) }) ResultFile.Check(option, file);
        metricsFile = ResultFile.CheckReplaced(_metrics, metricsFile);
        var options = new WatchOptions
        {
            Family = parsed.GetValue(_tree),
            Faults = parsed.GetValue(_faults) || folded is not null || flame is not null,
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

        // The first look before any file is made: there may be no such process.
        using var watch = Watch.Start(pid, options);
        using var csv = csvFile is null ? null : new WatchCsv(csvFile);
        if (watch.WhyNoFaults.Length > 0) Console.Error.WriteLine(watch.WhyNoFaults);
        var summary = new WatchSummary();
        await WatchScreen.ShowAsync(options, async show =>
        {
            await foreach (var look in watch.LooksAsync(stop.Token))
            {
                summary.Add(look);
                csv?.Add(look);
                if (metricsFile is not null && (look.IsMemoryKnown || look.Ended.Count > 0)) WatchMetrics.Write(metricsFile, look);
                show(look);
                if (LibC.IsOutputGone()) break;
            }
        });
        foreach (var line in summary.Lines(watch.Own.WallTime)) Terminal.WriteParagraph(line, indent: 2);
        var isDone = !options.Faults || ShowFaults(watch, folded, flame);
        Terminal.WriteParagraph(summary.Cost(options, watch.Own), indent: 2);
        return isDone ? ExitCodes.Ok : ExitCodes.Failed;
    }

    /// <summary>False when a file was asked for and there is nothing to write.</summary>
    private static bool ShowFaults(Watch watch, string? folded, string? flame)
    {
        if (watch.Faults() is not { } faults)
        {
            foreach (var file in new[] { folded, flame }.OfType<string>()) Console.Error.WriteLine($"{file} was not written: no page faults were recorded.");
            return folded is null && flame is null;
        }

        Console.WriteLine();
        FaultTable.Write(faults);
        if (folded is not null) WholeFile.Write(folded, string.Concat(FoldedStacks.Lines(faults).Select(line => line + "\n")));
        if (flame is not null) WholeFile.Write(flame, FlameGraph.Svg(faults, $"Page faults of process {watch.First.Processes[0].Pid} ({watch.First.Processes[0].Name})"));
        return true;
    }
}
