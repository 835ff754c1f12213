using System.CommandLine;
using CowNotebooks.Cow.Measuring;
using CowNotebooks.Forking;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Recording;
using Spectre.Console;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow measure</c>: one experiment, for people and scripts.</summary>
internal sealed class MeasureCommand : CowCommand
{
    /// <summary>What the help calls the value of an option that takes code itself.</summary>
    public const string Code = "CODE";

    private readonly Option<string> _runtime = Named("--runtime", $"What runs as parent and child: {string.Join(", ", Runtime.Names)}, or a program of your own, as in ./mine.", "dotnet");
    private readonly Option<string?> _heap = Text("--heap", "NAME", "What the parent holds, see below. [default: the runtime's default]");
    private readonly Option<string> _workload = Named("--workload", "What the child does with it, see below.", Workload.Iterate.Name);
    private readonly Option<string?> _parent = Text("--parent", "FILE", "Own code for the parent in place of --heap, in the language of the runtime; - is standard input.");
    private readonly Option<string?> _child = Text("--child", "FILE", "Own code for the child in place of --workload; - is standard input.");
    private readonly Option<string?> _parentCode = Text("--parent-code", Code, "The same, as text.");
    private readonly Option<string?> _childCode = Text("--child-code", Code, "The same, as text.");
    private readonly Option<string[]> _set = new("--set") { Description = "A variable for all code: a whole number, a number, true, false, or text.", HelpName = "NAME=VALUE" };
    private readonly Option<string?> _predict = Text("--predict", "NAME", "A variable of the parent: the first words of its elements will be written.");
    private readonly Option<string> _repeat = Number("--repeat", "How often the same child runs its code.", "1");
    private readonly Option<bool> _showSource = new("--show-source") { Description = "Shows the code of heap and workload, and measures nothing." };
    private readonly Option<string> _count = Number("--count", "How many elements the heap has.", "1000000");
    private readonly Option<string> _gc = Named("--gc", "How the collector is set, see below.", Gc.Default.Name);
    private readonly Option<string> _slices = Number("--slices", "In how many parts the workload runs.", "1");
    private readonly Option<string[]> _interpreter = new("--interpreter") { Description = "The interpreter, for a runtime that has one, see below. Several are put side by side.", HelpName = "PATH" };
    private readonly Option<bool> _pages = new("--pages") { Description = "Also shows which pages were copied, and how they differ from the originals." };
    private readonly Option<bool> _faults = new("--faults") { Description = "Also traces each page fault: what it did, to which word, by which code." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object; a missing figure is null." };
    private readonly Option<string?> _csv = new("--csv") { Description = "Also writes the report to a CSV file.", HelpName = "FILE" };
    private readonly Option<string?> _record = new("--record") { Description = "Also keeps the run in a CSV file with where, when and by which command; Recordings.Load reads it.", HelpName = "FILE" };
    private readonly Option<string> _timeout = Number("--timeout", "How long allocating, forking, or one slice may take, in seconds.", "300");

    public MeasureCommand()
        : base("measure",
            "Measures one fork: a parent holds a heap, its child works on it, and the report says how many pages were copied.",
            "cow measure --workload lock",
            "cow measure --runtime python --workload iterate --gc threshold0 --count 1000000 --json",
            "cow measure --runtime python --parent load.py --child work.py --set Size=1000",
            "cow measure --runtime python --parent-code 'x = [[] for _ in range(10**6)]' --child-code 'for i in x: pass' --predict x")
    {
        foreach (var option in new Option[]
        {
            _runtime, _heap, _workload, _count, _gc, _slices, _parent, _child, _parentCode, _childCode, _set, _predict, _repeat, _showSource, _interpreter, _pages, _faults, _json, _csv,
            _record, _timeout,
        }) Add(option);
        SetAction(RunAsync);
    }

    private static Option<string> Named(string name, string description, string value) =>
        new(name) { Description = description, HelpName = "NAME", DefaultValueFactory = _ => value };

    private static Option<string?> Text(string name, string help, string description) => new(name) { Description = description, HelpName = help };

    /// <summary>The names of each kind that each runtime has: "Heaps of dotnet:"; and its interpreter, when there may be several.</summary>
    protected override IEnumerable<string> Details => Runtime.Names.SelectMany(name =>
    {
        var runtime = Runtime.Parse(name);
        var catalogue = runtime.Catalogue;
        string[] interpreter = runtime.InterpreterVariable is { } variable ? [$"Interpreter of {name}:", $"  {runtime.Program}; {variable} names another"] : [];
        return new[] { ("Heaps", catalogue.Heaps), ("Workloads", catalogue.Workloads), ("Settings of the collector", catalogue.Settings) }
            .Where(kind => kind.Item2.Count > 0).SelectMany(kind => new[] { $"{kind.Item1} of {name}:", $"  {string.Join(", ", kind.Item2.Select(entry => entry.Example))}" })
            .Concat(interpreter);
    }).Append("");

    private static Option<string> Number(string name, string description, string value) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value };

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var interpreters = parsed.GetValue(_interpreter) ?? [];
        var runtime = Runtime.Parse(parsed.GetValue(_runtime)!, interpreters.FirstOrDefault());
        var (load, work) = (Own(parsed, _parent, _parentCode), Own(parsed, _child, _childCode));
        var heap = load is { } loading ? Heap.Own(loading.Code, loading.Name) : Heap.Parse(
            parsed.GetValue(_heap) ?? (runtime.Catalogue.Heaps is [var first, ..] ? first.Name : throw new UsageException("This parent has no catalogue. Give its code with --parent FILE.")),
            Numbers.Whole("--count", parsed.GetValue(_count)!, long.MaxValue));
        var workload = work is { } working ? Workload.Own(working.Code, working.Name) : Workload.Parse(parsed.GetValue(_workload)!);
        if (parsed.GetValue(_showSource)) return ShowSource(runtime, heap, workload);
        var gc = Gc.Parse(parsed.GetValue(_gc)!);
        var slices = (int)Numbers.Whole("--slices", parsed.GetValue(_slices)!, int.MaxValue);
        var own = new OwnCode
        {
            Values = OwnCodeValues.Parse(parsed.GetValue(_set) ?? []),
            Predict = parsed.GetValue(_predict),
            Repeats = (int)Numbers.Whole("--repeat", parsed.GetValue(_repeat)!, int.MaxValue),
        };
        var options = new LabOptions
        {
            TimeLimit = Numbers.Seconds("--timeout", parsed.GetValue(_timeout)!),
            TraceFaults = parsed.GetValue(_faults),
            // A report shows neither of them.
            Curve = false,
            BothSides = false,
            // Own code reads and imports from the user's folder.
            WorkingFolder = load is null && work is null ? null : Environment.CurrentDirectory,
        };
        var (csv, record) = (parsed.GetValue(_csv), parsed.GetValue(_record));
        ResultFile.Check(_csv, csv);
        ResultFile.Check(_record, record);

        if (interpreters.Length > 1) return await CompareAsync(parsed, interpreters, workload, one => Experiment.RunAsync(one, heap, workload, gc, slices, options, own, cancel: cancel));
        var report = await Progress(slices, progress => Experiment.RunAsync(runtime, heap, workload, gc, slices, options, own, progress, cancel));
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

    private static (string Code, string Name)? Own(ParseResult parsed, Option<string?> file, Option<string?> code)
    {
        var (path, text) = (parsed.GetValue(file), parsed.GetValue(code));
        if (path is not null && text is not null) throw new UsageException($"{file.Name} and {code.Name} both give the code. Leave one of them out.");
        if (text is not null) return (text, code.Name);
        if (path is null) return null;
        try
        {
            return path == "-" ? (Console.In.ReadToEnd(), "standard input") : (File.ReadAllText(path), Path.GetFileName(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file.Name} {path} cannot be read: {error.Message} Name a file of code, or - for standard input.");
        }
    }

    private static int ShowSource(Runtime runtime, Heap heap, Workload workload)
    {
        Console.WriteLine((heap.Code ?? runtime.Catalogue.Heap(heap).Source).TrimEnd());
        Console.WriteLine();
        Console.WriteLine(workload.Source(runtime).TrimEnd());
        return ExitCodes.Ok;
    }

    /// <summary>A status line on standard error when that is a terminal: standard output is only for the report.</summary>
    private static Task<Report> Progress(int slices, Func<IProgress<RunProgress>?, Task<Report>> work)
    {
        if (Console.IsErrorRedirected || Console.IsInputRedirected) return work(null);
        var errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return errors.Status().StartAsync("Allocating and forking …", status => work(new Progress<RunProgress>(run => status.Status($"{run.Done:N0} of {slices:N0} slices"))));
    }
}
