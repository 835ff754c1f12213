using System.CommandLine;
using CowNotebooks.Cow.Measuring;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Diagnosing;
using Spectre.Console;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow compare</c>: one workload in every runtime, on every heap.</summary>
internal sealed class CompareCommand : CowCommand
{
    public const string Verb = "compare";

    public const string Says = "Runs one workload in every runtime and interpreter that is installed, on each heap, and prints one table.";

    private readonly Argument<string> _workload = new("WORKLOAD") { Description = "What the children do: a workload that several runtimes have, such as iterate." };
    private readonly Option<string[]> _runtime = new("--runtime") { Description = "Only this runtime. May be repeated.", HelpName = "NAME" };
    private readonly Option<string[]> _interpreter = new("--interpreter") { Description = "An interpreter of that runtime. May be repeated.", HelpName = "PATH" };
    private readonly Option<string[]> _heap = new("--heap") { Description = $"Only this heap; {Comparison.DefaultHeap} is the default of each runtime. May be repeated.", HelpName = "NAME" };
    private readonly Option<string> _count = new("--count") { Description = "How many elements each heap has.", HelpName = "N", DefaultValueFactory = _ => "100000" };
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON object, with a report for each row." };
    private readonly Option<string?> _csv = new("--csv") { Description = "Also writes the reports to a CSV file.", HelpName = "FILE" };
    private readonly Option<string> _timeout = new("--timeout") { Description = "How long allocating, forking, or the work may take, in seconds.", HelpName = "N", DefaultValueFactory = _ => "300" };

    public CompareCommand()
        : base(Verb, Says,
            "cow compare iterate",
            "cow compare iterate --heap default --count 1000000 --csv compare.csv",
            "cow compare iterate --runtime python --interpreter /usr/bin/python3 --interpreter /usr/bin/pypy3")
    {
        Add(_workload);
        foreach (var option in new Option[] { _runtime, _interpreter, _heap, _count, _json, _csv, _timeout }) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var workload = Workload.Parse(parsed.GetValue(_workload)!);
        var runtimes = Runtimes(workload, parsed.GetValue(_runtime) ?? [], parsed.GetValue(_interpreter) ?? []);
        var count = Numbers.Whole("--count", parsed.GetValue(_count)!, long.MaxValue);
        var (heaps, csv) = (parsed.GetValue(_heap) is { Length: > 0 } named ? named : null, parsed.GetValue(_csv));
        ResultFile.Check(_csv, csv);
        var options = new LabOptions { TimeLimit = Numbers.Seconds("--timeout", parsed.GetValue(_timeout)!), Curve = false, BothSides = false };
        var comparison = await Terminal.WithProgressAsync<ComparisonProgress, Comparison>(
            "…", next => $"{next.Done + 1} of {next.Of}: {next.Runtime.Name}, {next.Heap.Name}", progress => Comparison.RunAsync(workload, count, runtimes, heaps, options, progress, cancel));
        if (parsed.GetValue(_json)) Console.WriteLine(Json.Write(ComparisonJson.Of(comparison)));
        else ComparisonText.Write(comparison);
        var saved = ResultFile.Save(csv, path => comparison.Reports.ToCsv(path));
        // A runtime that is not installed is no error, an experiment that failed is.
        return saved && comparison.Reports.Count > 0 && comparison.Rows.All(row => row.Report is null || row.Why is null) ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static List<Runtime> Runtimes(Workload workload, string[] named, string[] interpreters)
    {
        var names = named.Length > 0 ? named : [.. Runtime.Names];
        if (interpreters.Length == 0 && named.Length == 0) return [.. names.SelectMany(name => WithOthers(name, workload))];
        if (interpreters.Length == 0) return [.. names.Select(name => Runtime.Parse(name))];
        var withOne = named.Where(name => name.Contains('/') || Runtime.Parse(name).InterpreterVariable is not null).ToList();
        if (withOne.Count != 1) throw new UsageException("--interpreter needs to know of which runtime. Name exactly one that has interpreters, as in --runtime python --interpreter PATH.");
        return [.. named.SelectMany(name => name == withOne[0] ? interpreters.Select(path => Runtime.Parse(name, path)) : [Runtime.Parse(name)])];
    }

    /// <summary>The runtime, and it by each other interpreter that is installed; those without that workload are one.</summary>
    private static IEnumerable<Runtime> WithOthers(string name, Workload workload)
    {
        var runtime = Runtime.Parse(name);
        return runtime.Catalogue.Workloads.All(entry => entry.Name != workload.Name) ? [runtime]
            : runtime.OtherInterpreters.Select(SearchPath.Find).OfType<string>().Select(path => Runtime.Parse(name, path)).Prepend(runtime);
    }
}
