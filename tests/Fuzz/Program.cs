using System.Globalization;
using CowNotebooks.Fuzz;
using CowNotebooks.Fuzz.Targets;

// dotnet run -c Release --project tests/Fuzz -- [TARGET…] [--count 1000000] [--seed 20160805] [--first 0]
var names = args.TakeWhile(word => !word.StartsWith("--", StringComparison.Ordinal)).ToList();
var (count, seed, first) = (Option("--count", 1_000_000), Option("--seed", 20160805), Option("--first", 0));
var all = AllTargets.Make();
if (names.Except(all.Select(target => target.Name)).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no target '{unknown}'. There are: {string.Join(", ", all.Select(target => target.Name))}.");
    return 2;
}

var results = new List<FuzzResult>();
using var places = new SemaphoreSlim(Environment.ProcessorCount);
await Task.WhenAll(all.Where(target => names.Count == 0 || names.Contains(target.Name)).Select(async target =>
{
    await places.WaitAsync();
    using (target)
    {
        var run = new FuzzRun(target, seed);
        var running = run.RunAsync(first, count);
        while (await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(30))) != running) Console.Error.WriteLine($"{target.Name}: {run.Number - first:N0} of {count:N0}");
        var result = await running;
        lock (results) results.Add(result);
        Console.Error.WriteLine($"{result.Target}: {result.Mutations:N0} mutations, {result.Failures.Count} failures");
        foreach (var failure in result.Failures) Console.Error.WriteLine($"{result.Target}: failed. Again: -- \"{result.Target}\" --seed {seed} --first {failure.Number} --count 1\n{failure.What}\n");
    }

    places.Release();
}));

Console.WriteLine("| target | mutations | accepted | refused with a clear error | failures |");
Console.WriteLine("|---|--:|--:|--:|--:|");
foreach (var target in all)
{
    if (results.Find(one => one.Target == target.Name) is { } result)
        Console.WriteLine($"| {result.Target} | {result.Mutations:N0} | {result.Accepted:N0} | {result.Refused:N0} | {result.Failures.Count} |");
}

return results.TrueForAll(result => result.Failures.Count == 0) ? 0 : 1;

int Option(string name, int otherwise) => Array.IndexOf(args, name) is >= 0 and var at ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
