using CowNotebooks.Fuzz.Targets;
using CowNotebooks.Lab;
using CowNotebooks.Tests;

namespace CowNotebooks.Fuzz.Tests;

/// <summary>A part of what tests/Fuzz does in its long run, with the same mutations.</summary>
public class FuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20160805, Count = 20_000;

    [Fact]
    public async Task Whatever_is_read_ends_in_a_value_or_a_clear_error_and_never_in_a_wrong_figure()
    {
        foreach (var runtime in Runtime.Names) Requires.Runtime(runtime);
        var targets = AllTargets.Make();
        using var places = new SemaphoreSlim(Environment.ProcessorCount);
        var results = await Task.WhenAll(targets.Select(async target =>
        {
            await places.WaitAsync(TestContext.Current.CancellationToken);
            using (target)
            {
                var result = await new FuzzRun(target, Seed).RunAsync(0, Count);
                places.Release();
                return result;
            }
        }));
        foreach (var result in results) output.WriteLine($"{result.Target}: {result.Accepted:N0} accepted, {result.Refused:N0} refused");
        Assert.All(results, result =>
            Assert.True(result.Failures.Count == 0,
                string.Join('\n', result.Failures.Select(
                    failure => $"Again: dotnet run --project tests/Fuzz -- \"{result.Target}\" --seed {Seed} --first {failure.Number} --count 1\n{failure.What}"))));
        // Mutations that are all refused, or all accepted, would test little.
        Assert.All(results, result => Assert.True(result.Mutations == Count && result.Accepted >= Count / 100, $"{result.Target}: of {result.Mutations} mutations {result.Accepted} were accepted."));
    }

    [Fact]
    public void A_mutation_is_made_again_from_its_seed_and_number()
    {
        var target = ProcTarget();
        for (var number = 0; number < 100; number++) Assert.Equal(Mutator.Make(target, Seed, number), Mutator.Make(target, Seed, number));
        Assert.True(Enumerable.Range(0, 100).Select(number => Convert.ToHexString(Mutator.Make(target, Seed, number))).Distinct().Count() > 95);
    }

    [Fact]
    public async Task A_target_that_throws_what_it_does_not_document_or_takes_much_memory_fails_with_the_number_of_the_mutation()
    {
        var throws = new FuzzTarget("throws", [[1, 2, 3]], bytes => _ = bytes[100_000], typeof(FormatException));
        var takes = new FuzzTarget("takes", [[1, 2, 3]], _ => GC.KeepAlive(new byte[100 << 20]));

        Assert.Equal(7, (await new FuzzRun(throws, Seed).RunAsync(7, 1)).Failures.Single().Number);
        Assert.StartsWith("It allocated", (await new FuzzRun(takes, Seed).RunAsync(7, 1)).Failures.Single().What, StringComparison.Ordinal);
    }

    private static FuzzTarget ProcTarget() => AllTargets.Make().Single(target => target.Name == "smaps");
}
