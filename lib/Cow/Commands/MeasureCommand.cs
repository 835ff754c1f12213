using System.CommandLine;
using CowNotebooks.Cow.Commands.Measuring;
using CowNotebooks.Cow.Measuring;
using CowNotebooks.Forking;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Recording;
using Spectre.Console;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow measure</c>: one experiment, for people and scripts.</summary>
internal sealed class MeasureCommand : CowCommand
{
    public const string Verb = "measure";

    public const string Says = "Measures one fork: a parent holds a heap, its child works on it, and the report says how many pages were copied.";

    private readonly Option<string> _runtime = Typed.Named("--runtime", $"What runs as parent and child: {string.Join(", ", Runtime.Names)}, or a program of your own, as in ./mine.", "dotnet");
    private readonly CodeOptions _code = new();
    private readonly WorkersOptions _workers = new();
    private readonly Option<string> _gc = Typed.Named("--gc", "How the collector is set, see below.", Gc.Default.Name);
    private readonly Option<string> _slices = Typed.Number("--slices", "In how many parts the workload runs.", "1");
    private readonly Option<bool> _showSource = new("--show-source") { Description = "Shows the code of heap and workload, and measures nothing." };
    private readonly Option<string[]> _interpreter = new("--interpreter") { Description = "The interpreter, for a runtime that has one, see below. Several are put side by side.", HelpName = "PATH" };
    private readonly Option<bool> _pages = new("--pages") { Description = "Also shows which pages were copied, and how they differ from the originals." };
    private readonly Option<bool> _faults = new("--faults") { Description = "Also traces each page fault: what it did, to which word, by which code." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object; a missing figure is null." };
    private readonly Option<string?> _csv = new("--csv") { Description = "Also writes the report to a CSV file.", HelpName = "FILE" };
    private readonly Option<string?> _record = new("--record") { Description = "Also keeps the run in a CSV file with where, when and by which command; Recordings.Load reads it.", HelpName = "FILE" };
    private readonly Option<string> _timeout = Typed.Number("--timeout", "How long allocating, forking, or one slice may take, in seconds.", "300");

    public MeasureCommand()
        : base(Verb, Says,
            "cow measure --workload lock",
            "cow measure --runtime python --workload iterate --gc threshold0 --count 1000000 --json",
            "cow measure --runtime python --parent load.py --child work.py --set Size=1000",
            "cow measure --runtime python --parent load.py --child work.py --what-if",
            "cow measure --runtime python --heap strings --workers 4",
            "cow measure --runtime python --parent-code 'x = [[] for _ in range(10**6)]' --child-code 'for i in x: pass' --predict x")
    {
        Option[] others = [_showSource, _interpreter, _pages, _faults, _json, _csv, _record, _timeout];
        foreach (var option in new[] { _runtime }.Concat(_code.All).Concat([_gc, _slices]).Concat(_workers.All).Concat(others)) Add(option);
        SetAction(RunAsync);
    }

    /// <summary>The names of each kind that each runtime has: "Heaps of dotnet:"; and its interpreter, when there may be several.</summary>
    protected override IEnumerable<string> Details => Runtime.Names.SelectMany(name =>
    {
        var runtime = Runtime.Parse(name);
        var catalogue = runtime.Catalogue;
        string[] interpreter = runtime.InterpreterVariable is { } variable
            ? [$"Interpreter of {name}:", $"  {runtime.Program}; {variable} names another{string.Concat(runtime.OtherInterpreters.Select(other => $"; also {other}"))}"] : [];
        return new[] { ("Heaps", catalogue.Heaps), ("Workloads", catalogue.Workloads), ("Settings of the collector", catalogue.Settings) }
            .Where(kind => kind.Item2.Count > 0).SelectMany(kind => new[] { $"{kind.Item1} of {name}:", $"  {string.Join(", ", kind.Item2.Select(entry => entry.Example))}" })
            .Concat(interpreter);
    }).Concat(WorkersOptions.Details).Append("");

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var interpreters = parsed.GetValue(_interpreter) ?? [];
        var runtime = Runtime.Parse(parsed.GetValue(_runtime)!, interpreters.FirstOrDefault());
        var code = _code.Read(parsed, runtime);
        if (parsed.GetValue(_showSource)) return ShowSource(runtime, code);
        var gc = Gc.Parse(parsed.GetValue(_gc)!);
        var slices = (int)Numbers.Whole("--slices", parsed.GetValue(_slices)!, int.MaxValue);
        var options = new LabOptions
        {
            TimeLimit = Numbers.Seconds("--timeout", parsed.GetValue(_timeout)!),
            TraceFaults = parsed.GetValue(_faults),
            // A report shows neither of them.
            Curve = false,
            BothSides = false,
            WorkingFolder = code.IsOwn ? Environment.CurrentDirectory : null,
        };
        var (csv, record) = (parsed.GetValue(_csv), parsed.GetValue(_record));
        ResultFile.Check(_csv, csv);
        ResultFile.Check(_record, record);

        if (_workers.AreGiven(parsed))
        {
            if (interpreters.Length > 1) throw new UsageException($"{_interpreter.Name} is given {interpreters.Length} times, and settings and workers are those of one. Name one of them.");
            return await _workers.RunAsync(parsed, runtime, code, (_gc, gc), slices, options, parsed.GetValue(_json), csv, [_pages, _faults, _record, _code.Repeat], cancel);
        }

        if (interpreters.Length > 1)
            return await CompareAsync(parsed, interpreters, code.Workload, one => Experiment.RunAsync(one, code.Heap, code.Workload, gc, slices, options, code.Own, cancel: cancel));
        var report = await Terminal.WithProgressAsync<RunProgress, Report>(
            "Allocating and forking …", run => $"{run.Done:N0} of {slices:N0} slices",
            progress => Experiment.RunAsync(runtime, code.Heap, code.Workload, gc, slices, options, code.Own, progress, cancel));
        if (parsed.GetValue(_json)) Console.WriteLine(Json.Write(ReportJson.Of(report, parsed.GetValue(_pages), parsed.GetValue(_faults))));
        else ReportText.Write(report, parsed.GetValue(_pages));
        if (!report.Outcome.IsCompleted) Console.Error.WriteLine(report.Outcome is Raised raised ? raised.Text : report.Ending);
        var saved = ResultFile.Save(csv, path => new[] { report }.ToCsv(path));
        if (report.Outcome.IsCompleted) saved &= ResultFile.Save(record, path => Recordings.Save(report, path, RecordingHead.Where(), RecordingHead.Command(parsed, _json, _csv, _pages)));
        else if (record is not null) Console.Error.WriteLine($"{record} was not written: only a finished run is recorded.");
        return saved && report.Outcome.IsCompleted ? ExitCodes.Ok : ExitCodes.Failed;
    }

    /// <summary>A row for each interpreter.</summary>
    private async Task<int> CompareAsync(ParseResult parsed, string[] interpreters, Workload workload, Func<Runtime, Task<Report>> measure)
    {
        if (parsed.GetValue(_record) is not null) throw new UsageException($"{_record.Name} keeps one run, and {interpreters.Length} interpreters make as many. Name one of them.");
        var comparison = await Comparison.OfAsync(workload, interpreters.Select(path => Runtime.Parse(parsed.GetValue(_runtime)!, path)), measure);
        if (parsed.GetValue(_json)) Console.WriteLine(Json.Write(ComparisonJson.Of(comparison, parsed.GetValue(_pages), parsed.GetValue(_faults))));
        else ComparisonText.Write(comparison);
        return ResultFile.Save(parsed.GetValue(_csv), path => comparison.Reports.ToCsv(path)) && comparison.Rows.All(row => row.Why is null) ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static int ShowSource(Runtime runtime, MeasuredCode code)
    {
        Console.WriteLine((code.Heap.Code ?? runtime.Catalogue.Heap(code.Heap).Source).TrimEnd());
        Console.WriteLine();
        Console.WriteLine(code.Workload.Source(runtime).TrimEnd());
        return ExitCodes.Ok;
    }
}
