using System.CommandLine;
using CowNotebooks.Cow.Measuring;
using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Commands.Measuring;

/// <summary>The options that measure more than one child: each setting of the collector, and several workers.</summary>
internal sealed class WorkersOptions
{
    private readonly Option<bool> _whatIf = new("--what-if") { Description = "Runs the same under each setting of the collector, each in a fresh parent, and says what each saves." };
    private readonly Option<string?> _workers = Typed.Text("--workers", "K", "Forks K children that all run it and stay, and says what they take together, and how many fit in this machine.");

    /// <summary>In the order of the help.</summary>
    public IEnumerable<Option> All => [_whatIf, _workers];

    /// <summary>What --help says beside the options.</summary>
    public static IEnumerable<string> Details =>
    [
        "What if:",
        "  saved is by how much less the child's USS grows than by default. A setting that runs in the child runs first there, and what it writes itself counts as well. "
            + "A setting that this version refuses is a row without figures, and the reason.",
        "Workers:",
        "  RAM is the sum of PSS over the parent and its workers without pages of files, measured after each worker; a line through it, by least squares, is shared + K x private. "
            + "MemAvailable before the start, or what its control group has left if that is less, divided by what a worker takes with its page tables, is how many fit.",
    ];

    /// <summary>True when one of them is given.</summary>
    public bool AreGiven(ParseResult parsed) => parsed.GetValue(_whatIf) || parsed.GetValue(_workers) is not null;

    /// <summary>Measures, and prints what came of it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="runtime">What runs.</param>
    /// <param name="code">What parent and children run.</param>
    /// <param name="gc">The option of the setting, and what it says.</param>
    /// <param name="slices">In how many parts each child runs it.</param>
    /// <param name="options">Time limits.</param>
    /// <param name="json">Print JSON.</param>
    /// <param name="csv">Also write this file; null for none.</param>
    /// <param name="alone">Options that are about one child alone.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="UsageException">Options that do not go together.</exception>
    public async Task<int> RunAsync(
        ParseResult parsed, Runtime runtime, MeasuredCode code, (Option Option, Gc Gc) gc, int slices, LabOptions options, bool json, string? csv, IEnumerable<Option> alone, CancellationToken cancel)
    {
        var whatIf = parsed.GetValue(_whatIf);
        Option mode = whatIf ? _whatIf : _workers;
        if (alone.Concat(whatIf ? [gc.Option] : []).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } other)
            throw new UsageException(
                $"{other.Name} and {mode.Name} do not go together: {(other == gc.Option ? "every setting is measured" : $"{other.Name} is about one child")}. Leave one of them out.");
        var count = parsed.GetValue(_workers) is { } typed ? (int)Numbers.Whole(_workers.Name, typed, int.MaxValue) : 1;
        if (whatIf)
        {
            var settings = await Terminal.WithProgressAsync<Gc, WhatIf>(
                "Allocating and forking …", setting => $"gc {setting.Name} …", progress => WhatIf.RunAsync(runtime, code.Heap, code.Workload, count, slices, options, code.Own, progress, cancel));
            if (json) Console.WriteLine(Json.Write(WorkersJson.Of(settings)));
            else WorkersText.Write(settings);
            return ResultFile.Save(csv, settings.ToCsv) ? ExitCodes.Ok : ExitCodes.Failed;
        }

        var workers = await Terminal.WithProgressAsync<int, Workers>(
            "Allocating and forking …", number => $"worker {number:N0} of {count:N0} …",
            progress => Workers.RunAsync(runtime, code.Heap, code.Workload, count, gc.Gc, slices, options, code.Own, progress, cancel));
        if (json) Console.WriteLine(Json.Write(WorkersJson.Of(workers)));
        else WorkersText.Write(workers);
        return ResultFile.Save(csv, workers.ToCsv) ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
