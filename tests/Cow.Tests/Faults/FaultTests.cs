using System.Collections.Concurrent;
using System.Runtime.Versioning;
using CowNotebooks.Lab;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests.Faults;

/// <summary>
/// Faults at every step of the protocol, and wherever a file is written: each has an outcome with a name, which stands in FAULTS.md, and leaves nothing behind.
/// <code>COW_APPROVE=1 dotnet test --project tests/Cow.Tests --filter-class "*FaultTests"      # writes FAULTS.md as it is now</code>
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class FaultTests(ITestOutputHelper output)
{
    private const string Approve = "COW_APPROVE=1 dotnet test --project tests/Cow.Tests --filter-class \"*FaultTests\"";
    private static readonly string Approved = Path.Combine(Source.Root, "tests/Cow.Tests/Faults/FAULTS.md");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_fault_at_each_step_ends_as_FAULTS_md_says_and_leaves_nothing()
    {
        Requires.Program("Install CPython: apt-get install python3.", "python3");
        // Each laboratory waits in a thread of the pool.
        ThreadPool.SetMinThreads(64, 64);
        await using (await Laboratory.OpenAsync(Runtime.CPython(), cancel: Cancel))
        {
            // What .NET opens once, for the first process that it starts, is open from here on.
        }

        var before = OpenFiles();
        var rows = new List<(Fault Fault, Ending Ending)>();
        var missing = new ConcurrentBag<NotHereException>();
        // Those that mostly wait, and those that compute.
        var failed = new ConcurrentBag<string>();
        rows.AddRange(await InjectAsync([.. ScriptedFaults.All()], atOnce: 16, missing, failed));
        rows.AddRange(await InjectAsync([.. RealFaults.All, .. ObserverFaults.All, .. ResourceFaults.All, .. OutputFaults.All], atOnce: 5, missing, failed));

        Compare(rows, missing);
        await Processes.UntilAsync(() => Processes.Find($"/cow-{Environment.ProcessId}-").Count == 0, "A parent or child is left.");
        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), $"cow-{Environment.ProcessId}-*"));
        // What threads of the pool close they close a moment later.
        var left = before;
        await Processes.UntilAsync(() => (left = OpenFiles()) == before, () => $"Open are {left}, and were before {before}.");
        Assert.True(failed.IsEmpty, string.Join("\n\n", failed));
        foreach (var error in missing) output.WriteLine($"Left out: {error.Message}");
        Requires.That(missing.All(error => error.IsOfKernel), string.Join("\n", missing.Select(error => error.Message).Distinct()));
    }

    private static async Task<IEnumerable<(Fault Fault, Ending Ending)>> InjectAsync(IReadOnlyList<Fault> faults, int atOnce, ConcurrentBag<NotHereException> missing, ConcurrentBag<string> failed)
    {
        var endings = new Ending?[faults.Count];
        await Parallel.ForAsync(0, faults.Count, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = Cancel }, async (at, _) =>
        {
            try
            {
                endings[at] = await faults[at].InjectAsync();
            }
            catch (NotHereException error)
            {
                missing.Add(error);
            }
            catch (Exception error)
            {
                failed.Add($"{faults[at].Part}: {faults[at].Step}: {faults[at].What}: {error}");
            }
        });
        return faults.Zip(endings).Where(row => row.Second is not null).Select(row => (row.First, row.Second!));
    }

    /// <summary>With the file; without what this machine cannot make.</summary>
    private void Compare(List<(Fault Fault, Ending Ending)> rows, ConcurrentBag<NotHereException> missing)
    {
        var now = FaultTable.Of(rows);
        output.WriteLine($"{rows.Count} faults.");
        if (Environment.GetEnvironmentVariable("COW_APPROVE") == "1" && missing.IsEmpty) File.WriteAllText(Approved, now);
        var approved = File.Exists(Approved) ? File.ReadAllText(Approved) : "";
        if (approved == now) return;
        var known = approved.Split('\n').ToHashSet();
        var differing = rows.Select(row => (Row: FaultTable.Row(row.Fault, row.Ending), Key: FaultTable.Key(row.Fault))).Where(row => !known.Contains(row.Row))
            .Select(row => $"{string.Concat(known.Where(line => line.StartsWith(row.Key, StringComparison.Ordinal)).Select(line => $"- {line}\n"))}+ {row.Row}").ToList();
        if (differing.Count == 0 && !missing.IsEmpty) return;
        Assert.Fail($"What comes of faults is not as in {Path.GetRelativePath(Source.Root, Approved)}:\n{string.Join('\n', differing)}\nIf that is meant, approve it: {Approve}");
    }

    /// <summary>How many FIFOs of sessions, handles of processes and pipes are open here.</summary>
    private static (int Sessions, int Processes, int Pipes) OpenFiles()
    {
        // The streams of a process that nobody refers to any more are closed when they are collected.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var targets = Directory.GetFiles("/proc/self/fd").Select(path => new FileInfo(path).LinkTarget ?? "").ToList();
        return (
            targets.Count(target => target.Contains("/cow-", StringComparison.Ordinal)),
            targets.Count(target => target.Contains("pidfd", StringComparison.Ordinal)),
            targets.Count(target => target.StartsWith("pipe:", StringComparison.Ordinal)));
    }
}
