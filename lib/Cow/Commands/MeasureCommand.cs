using System.CommandLine;
using CowNotebooks.Cow.Measuring;
using CowNotebooks.Lab;
using Spectre.Console;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow measure</c>: one experiment, for people and scripts.</summary>
internal sealed class MeasureCommand : Command
{
    private readonly Option<string> _runtime = Named("--runtime", $"What runs as parent and child: {string.Join(", ", Runtime.Names)}.", "dotnet");
    private readonly Option<string?> _heap = new("--heap")
    {
        Description = $"What the parent holds: {string.Join(", ", Heap.Names)}. [default: the first that the runtime has]",
        HelpName = "NAME",
    };

    private readonly Option<string> _workload = Named("--workload", $"What the child does with it: {string.Join(", ", Workload.Names)}.", "iterate");
    private readonly Option<string> _count = Number("--count", "How many elements the heap has.", "1000000");
    private readonly Option<string> _gc = Named("--gc", $"How the child's collector is set: {string.Join(", ", Gc.Names)}.", "default");
    private readonly Option<string> _slices = Number("--slices", "In how many parts the workload runs.", "1");
    private readonly Option<string?> _interpreter = new("--interpreter") { Description = "The python to run. [default: COW_PYTHON, or python3 on PATH]", HelpName = "PATH" };
    private readonly Option<bool> _pages = new("--pages") { Description = "Also says which pages were copied, and how they differ from the originals." };
    private readonly Option<bool> _faults = new("--faults") { Description = "Also traces each page fault: what it did, to which word, by which code." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object; a missing figure is null." };
    private readonly Option<string?> _csv = new("--csv") { Description = "Also writes the report to a CSV file.", HelpName = "FILE" };
    private readonly Option<string> _timeout = Number("--timeout", "How long allocating, forking, or one slice may take, in seconds.", "300");

    public MeasureCommand()
        : base("measure", """
            Measures one fork: a parent holds a heap, its child works on it, and the report says how many pages were copied.

            Examples:
              cow measure --workload lock
              cow measure --runtime python --workload iterate --gc threshold0 --count 1000000 --json
            """)
    {
        foreach (var option in new Option[] { _runtime, _heap, _workload, _count, _gc, _slices, _interpreter, _pages, _faults, _json, _csv, _timeout }) Add(option);
        SetAction(RunAsync);
    }

    private static Option<string> Named(string name, string description, string value) =>
        new(name) { Description = description, HelpName = "NAME", DefaultValueFactory = _ => value };

    private static Option<string> Number(string name, string description, string value) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value };

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var runtime = Runtime.Parse(parsed.GetValue(_runtime)!, parsed.GetValue(_interpreter));
        var heap = Heap.Parse(parsed.GetValue(_heap) ?? runtime.Heaps[0], Numbers.Whole("--count", parsed.GetValue(_count)!, long.MaxValue));
        var workload = Workload.Parse(parsed.GetValue(_workload)!);
        var gc = Gc.Parse(parsed.GetValue(_gc)!);
        var slices = (int)Numbers.Whole("--slices", parsed.GetValue(_slices)!, int.MaxValue);
        var options = new LabOptions { TimeLimit = Numbers.Seconds("--timeout", parsed.GetValue(_timeout)!), TraceFaults = parsed.GetValue(_faults) };
        var csv = parsed.GetValue(_csv);
        CheckFolder(csv);

        var report = await Progress(slices, progress => Experiment.RunAsync(runtime, heap, workload, gc, slices, options, progress, cancel));
        if (parsed.GetValue(_json)) Console.WriteLine(Json.Write(ReportJson.Of(report, parsed.GetValue(_pages), parsed.GetValue(_faults))));
        else ReportText.Write(report, parsed.GetValue(_pages));
        if (!report.Outcome.IsCompleted) Console.Error.WriteLine(report.Ending);
        return Save(report, csv) && report.Outcome.IsCompleted ? ExitCodes.Ok : ExitCodes.Failed;
    }

    /// <summary>A moving line on standard error when that is a terminal: standard output is the report's alone.</summary>
    private static Task<Report> Progress(int slices, Func<IProgress<RunProgress>?, Task<Report>> work)
    {
        if (Console.IsErrorRedirected || Console.IsInputRedirected) return work(null);
        var errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return errors.Status().StartAsync("Allocating and forking …", status => work(new Progress<RunProgress>(run => status.Status($"{run.Done:N0} of {slices:N0} slices"))));
    }

    /// <summary>Before the experiment, so that none is lost for a mistyped path.</summary>
    private static void CheckFolder(string? csv)
    {
        if (csv is null) return;
        if (csv.Length == 0 || Directory.Exists(csv)) throw new UsageException($"--csv '{csv}' is no file name. Name a file.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(csv))!;
        if (!Directory.Exists(folder)) throw new UsageException($"The folder of --csv {csv} does not exist: {folder}. Create it, or name another file.");
    }

    private static bool Save(Report report, string? csv)
    {
        if (csv is null) return true;
        try
        {
            new[] { report }.ToCsv(csv);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{csv} was not written: {error.Message} Name a file that you may write.");
            return false;
        }
    }
}
