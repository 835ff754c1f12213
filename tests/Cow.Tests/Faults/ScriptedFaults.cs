using System.Runtime.Versioning;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests.Faults;

/// <summary>Each message of the protocol goes wrong in each way: misbehaving.py is parent, scout and child, in one session that sends every request there is.</summary>
[SupportedOSPlatform("linux")]
internal static class ScriptedFaults
{
    private const string Part = "A message goes wrong";
    private const string Endless = "endless";

    // Generous for two cores that do all of this at once; what is stopped, or says half a line, takes that long.
    private static readonly LabOptions Options = new() { TimeLimit = TimeSpan.FromSeconds(4), StartLimit = TimeSpan.FromSeconds(10) };

    // For what ends by itself, after 256 MB, as long as a busy machine takes to move them.
    private static readonly LabOptions Patient = new();

    // Who, the request, how often it comes before, what that is.
    private static readonly (string Who, string Word, int Skip, string Step)[] Steps =
    [
        ("parent", "ready", 0, "parent: says `ready`"),
        ("parent", "set", 0, "parent: `set`"),
        ("parent", "cell", 0, "parent: `cell`"),
        ("parent", "fork", 0, "parent: `fork`, of a scout"),
        ("parent", "fork", 3, "parent: `fork`, of a child"),
        ("parent", "prepare", 0, "parent: `prepare`, while a child waits"),
        ("parent", "run", 0, "parent: `run`, while a child waits"),
        ("parent", "show", 0, "parent: `show`, while a child waits"),
        ("parent", "reap", 0, "parent: `reap`, of a scout"),
        ("parent", "reap", 3, "parent: `reap`, of a child"),
        ("scout", "ready", 0, "scout: says `ready`"),
        ("scout", "size", 0, "scout: `size`"),
        ("scout", "names", 0, "scout: `names`"),
        ("scout", "get", 0, "scout: `get`"),
        ("child", "ready", 0, "child: says `ready`"),
        ("child", "prepare", 0, "child: `prepare`, of the warm-up"),
        ("child", "run", 0, "child: `run`, of the warm-up"),
        ("child", "show", 0, "child: `show`, of the warm-up"),
        ("child", "set", 0, "child: `set`"),
        ("child", "get", 0, "child: `get`"),
        ("child", "prepare", 1, "child: `prepare`"),
        ("child", "run", 1, "child: `run`, of the empty cell before"),
        ("child", "run", 2, "child: `run`, of the first slice, the parent stopped"),
        ("child", "run", 3, "child: `run`, of the second slice, the parent stopped"),
        ("child", "show", 1, "child: `show`"),
        ("child", "quit", 0, "child: `quit`"),
    ];

    private static readonly (string How, string What)[] Ways =
    [
        ("killed", "is killed"),
        ("exits", "exits with code 3"),
        ("stopped", "is stopped (SIGSTOP)"),
        ("closes", "closes its pipe and lives on"),
        ("half", "says its line without the end"),
        ("half-dies", "says its line without the end, and is killed"),
        ("pieces", "says its line byte by byte"),
        ("nonsense", "says what is no answer"),
        ("empty", "says an empty line"),
        ("twice", "says its line twice"),
    ];

    // Only where it is another case than those above.
    private static readonly (string Step, string How, string What)[] Others =
    [
        ("parent: says `ready`", "stranger", "says the PID of another process"),
        ("parent: `fork`, of a child", "stranger", "says the PID of a process that is no child of it"),
        ("parent: `set`", "unasked", "says another line later, unasked"),
        ("child: `show`", "unasked", "says another line later, unasked"),
        ("parent: `set`", Endless, "says a line that never ends"),
        ("child: `show`", Endless, "says a line that never ends"),
    ];

    private static string Misbehaving => Path.Combine(AppContext.BaseDirectory, "Faults", "misbehaving.py");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static IEnumerable<Fault> All()
    {
        File.SetUnixFileMode(Misbehaving, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return
            from step in Steps
            from way in Ways.Concat(Others.Where(other => other.Step == step.Step).Select(other => (other.How, other.What)))
            select new Fault(Part, step.Step, way.What, () => InjectAsync($"{step.Who} {step.Word} {step.Skip} {way.How}"));
    }

    private static async Task<Ending> InjectAsync(string fault)
    {
        var folder = Directory.CreateTempSubdirectory("cow-test-").FullName;
        try
        {
            var program = Path.Combine(folder, "mine");
            await File.WriteAllTextAsync(Path.Combine(folder, "fault"), fault, Cancel);
            // A copy could not be started while a process that is just being forked elsewhere has it open to write (ETXTBSY).
            File.CreateSymbolicLink(program, Misbehaving);
            var options = fault.EndsWith(Endless, StringComparison.Ordinal) ? Patient : Options;
            var ending = await PlayAsync(program, options, fault.EndsWith("unasked", StringComparison.Ordinal));
            await Processes.UntilAsync(() => Processes.Find(program).Count == 0, $"{fault}: a process is left.");
            return ending.Without(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Ending> PlayAsync(string program, LabOptions options, bool isUnasked)
    {
        Laboratory lab;
        try
        {
            lab = await Laboratory.OpenAsync(Runtime.Parse(program), options: options, cancel: Cancel);
        }
        catch (ParentNotStartedException error)
        {
            return Ending.Of(error, Ending.NeverOpened);
        }

        await using (lab)
        {
            try
            {
                var outcome = await SessionAsync(lab, async () =>
                {
                    if (isUnasked) await Processes.UntilAsync(() => File.Exists(Path.Combine(Path.GetDirectoryName(program)!, "said")));
                });
                return Ending.Of(outcome, await Ending.AfterwardsAsync(lab, Cancel));
            }
            catch (Exception error) when (error is ProcessFailedException or LabUsageException)
            {
                return Ending.Of(error, await Ending.AfterwardsAsync(lab, Cancel));
            }
        }
    }

    /// <summary>Every request of the protocol, in turn; how it ended.</summary>
    private static async Task<Outcome> SessionAsync(Laboratory lab, Func<Task> restAsync)
    {
        var isOfParent = File.ReadAllText(Path.Combine(Path.GetDirectoryName(lab.Runtime.Program)!, "fault")).StartsWith("parent", StringComparison.Ordinal);
        await lab.SetAsync(new { Size = 1 }, Cancel);
        if (isOfParent) await restAsync();
        var filled = await lab.RunAsync("x", Cancel);
        if (!filled.Outcome.IsCompleted) return filled.Outcome;
        // A scout that fails says so, and the laboratory goes on without the figure.
        await lab.SizeAsync("x", Cancel);
        if ((await lab.NamesAsync(cancel: Cancel)).Count == 0) return new NoNames();
        await lab.GetAsync("x", Cancel);
        var child = await lab.ForkAsync(cancel: Cancel);
        await child.SetAsync(new { y = 1 }, Cancel);
        await child.GetAsync("y", Cancel);
        var run = await child.RunAsync("x", slices: 2, cancel: Cancel);
        if (!run.Outcome.IsCompleted) return run.Outcome;
        if (!isOfParent)
        {
            await restAsync();
            // Another cell, which would take a line that was said unasked for its answer.
            if (await Again(child) is { IsCompleted: false } again) return again;
        }

        var own = await lab.RunAsync("x", Cancel);
        await child.DisposeAsync();
        return own.Outcome.IsCompleted && child.Ended is not Exited { Code: 0 } and not null ? child.Ended : own.Outcome;
    }

    /// <summary>What a scout cannot say, an editor does not offer.</summary>
    private sealed record NoNames() : Outcome(Role.Child, "naming variables")
    {
        public override string ToString() => "An editor offers no names.";
    }

    private static async Task<Outcome> Again(Child child) => (await child.RunAsync("x", cancel: Cancel)).Outcome;
}
