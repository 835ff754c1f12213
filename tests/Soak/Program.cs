using System.CommandLine;
using CowNotebooks.Soak;

// dotnet run --project tests/Soak -- 10000
// dotnet run --project tests/Soak -- --seed 7 --only 1234
var count = new Argument<int>("count") { DefaultValueFactory = _ => 500, Description = "How many experiments." };
var from = new Option<int>("--from") { Description = "The number of the first one: so several processes share the work." };
var seed = new Option<int>("--seed") { DefaultValueFactory = _ => Random.Shared.Next(), Description = "What everything is drawn from; by default another one each time, which is printed." };
var only = new Option<int?>("--only") { Description = "The number of one experiment, from 0: it alone is run." };
var command = new RootCommand("Draws experiments over all runtimes that are installed, runs them, and fails when a law does not hold or anything is left behind.") { count, from, seed, only };
command.SetAction(async (line, cancel) =>
{
    using var leftovers = new Leftovers();
    var soaking = new Soaking(line.GetValue(seed), leftovers);
    var (first, end) = line.GetValue(only) is { } number ? (number, number + 1) : (line.GetValue(from), line.GetValue(from) + line.GetValue(count));
    return await soaking.RunAsync(first, end, cancel) ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
