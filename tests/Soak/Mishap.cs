using System.Diagnostics;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab;
using Mono.Unix.Native;

namespace CowNotebooks.Soak;

/// <summary>What may go wrong with a cell, a child or a parent.</summary>
internal enum Mishap
{
    /// <summary>A cell of the child fails.</summary>
    Error,

    /// <summary>A cell of the parent fails, while a child waits.</summary>
    ErrorInParent,

    /// <summary>A cell of the child ends it.</summary>
    Exit,

    /// <summary>A cell of the parent ends it.</summary>
    ParentExit,

    /// <summary>A workload that the kernel ends.</summary>
    Crash,

    /// <summary>Somebody kills the child, which may run by then or still be prepared.</summary>
    Kill,

    /// <summary>Somebody kills the parent while its child runs.</summary>
    ParentKill,

    /// <summary>Somebody stops the child, which is then to leave.</summary>
    Stop,

    /// <summary>The caller cancels.</summary>
    Interrupt,

    /// <summary>A cell of the child never ends, and the time limit is short.</summary>
    Endless,

    /// <summary>A cell forks.</summary>
    Fork,

    /// <summary>A cell prints more than any pipe holds.</summary>
    Flood,
}

/// <summary>Has something go wrong, and looks whether it is told by its name and all else goes on.</summary>
/// <param name="lab">Where.</param>
/// <param name="cells">The cells of its language.</param>
/// <param name="random">How long to wait before it.</param>
/// <param name="cancel">Ends it.</param>
internal sealed class Mishaps(Laboratory lab, OwnCells cells, Random random, CancellationToken cancel)
{
    private static readonly TimeSpan ShortLimit = TimeSpan.FromSeconds(1);

    /// <summary>Those that can be had in it, the slow ones less often.</summary>
    public static IReadOnlyList<Mishap> Of(Laboratory lab, OwnCells cells, Random random) =>
    [
        .. Enum.GetValues<Mishap>().Where(mishap => mishap switch
        {
            Mishap.Exit or Mishap.ParentExit => cells.Exit is not null,
            Mishap.Fork => cells.Fork is not null,
            Mishap.Crash => lab.Catalogue.Workloads.Any(entry => entry.EndsChild),
            Mishap.Stop or Mishap.Endless => random.OnceIn(8),
            _ => true,
        }),
    ];

    /// <summary>True when the laboratory can be used afterwards.</summary>
    public async Task<bool> HappenAsync(Mishap mishap)
    {
        switch (mishap)
        {
            case Mishap.ErrorInParent:
                await using (await lab.ForkAsync(cancel: cancel)) Expect<Raised>((await lab.RunAsync(cells.Wrong, cancel)).Outcome);
                return true;
            case Mishap.ParentExit:
                Expect<Exited>(await FailureAsync(() => lab.RunAsync(cells.Exit!, cancel)));
                return false;
            case Mishap.Endless:
                await EndlessAsync();
                return true;
        }

        var child = await lab.ForkAsync(cancel: cancel);
        await using (child)
        {
            switch (mishap)
            {
                case Mishap.Error:
                    Expect<Raised>((await child.RunAsync(cells.Wrong, cancel: cancel)).Outcome);
                    await GoesOnAsync(child);
                    break;
                case Mishap.Exit:
                    Expect<Exited>((await child.RunAsync(cells.Exit!, cancel: cancel)).Outcome);
                    Expect<Exited>((await child.RunAsync("1 + 1", cancel: cancel)).Outcome);
                    break;
                case Mishap.Crash:
                    Expect<Killed>((await child.RunAsync(Workload.Parse(lab.Catalogue.Workloads.First(entry => entry.EndsChild).Name), cancel: cancel)).Outcome);
                    break;
                case Mishap.Kill:
                    Expect<Killed>((await DuringAsync(child, () => Send(child.Pid, Signum.SIGKILL))).Outcome);
                    break;
                case Mishap.ParentKill:
                    Expect<Killed>(await FailureAsync(() => DuringAsync(child, () => Send(lab.ParentPid, Signum.SIGKILL))));
                    return false;
                case Mishap.Stop:
                    Send(child.Pid, Signum.SIGSTOP);
                    break;
                case Mishap.Interrupt:
                    await InterruptAsync(child);
                    break;
                case Mishap.Fork:
                    ExpectValue("7", await child.RunAsync(cells.Fork!, cancel: cancel));
                    await GoesOnAsync(child);
                    break;
                case Mishap.Flood:
                    ExpectFlood((await child.RunAsync(cells.Flood, cancel: cancel)).Output);
                    break;
                default:
                    throw new UnreachableException($"{mishap}");
            }
        }

        await using var next = await lab.ForkAsync(cancel: cancel);
        await GoesOnAsync(next);
        return true;
    }

    private async Task EndlessAsync()
    {
        await using var hasty = await Laboratory.OpenAsync(lab.Runtime, options: new LabOptions { TimeLimit = ShortLimit }, cancel: cancel);
        // On a machine that is busy, forking may already take as long.
        Expect<TimedOut>(await FailureAsync(async () => await (await hasty.ForkAsync(cancel: cancel)).RunAsync(cells.Endless, cancel: cancel)));
    }

    private async Task InterruptAsync(Child child)
    {
        // Where nothing is predicted no scout is forked.
        if (random.OnceIn(2)) lab.Predict("heap");
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        interrupt.CancelAfter(random.Next(100));
        try
        {
            var run = await child.RunAsync(cells.Endless, cancel: interrupt.Token);
            throw new UnexpectedException($"An endless cell was interrupted and ended so: {run.Outcome}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Said and done.
        }
    }

    /// <summary>Runs an endless cell in the child and does something to it some moments later.</summary>
    private async Task<Run> DuringAsync(Child child, Action act)
    {
        var running = child.RunAsync(cells.Endless, cancel: cancel);
        await Task.Delay(random.Next(100), cancel);
        act();
        return await running;
    }

    private async Task GoesOnAsync(Child child) => ExpectValue("2", await child.RunAsync("1 + 1", cancel: cancel));

    /// <summary>How a process failed, by an outcome or by an exception.</summary>
    private static async Task<Outcome> FailureAsync(Func<Task<Run>> act)
    {
        try
        {
            return (await act()).Outcome;
        }
        catch (ProcessFailedException failure)
        {
            return failure.Outcome;
        }
    }

    private static void Expect<T>(Outcome outcome) where T : Outcome
    {
        if (outcome is not T) throw new UnexpectedException($"Expected was {typeof(T).Name}, and it ended so: {outcome}");
    }

    private static void ExpectValue(string value, Run run)
    {
        if (!run.Outcome.IsCompleted || run.Value != value) throw new UnexpectedException($"Expected was the value {value}, and it was {run.Value ?? "none"}: {run.Outcome}");
    }

    private static void ExpectFlood(string printed)
    {
        // What is cut is said.
        const string line = "123456789\n";
        var end = $"\n… {100_000 - OutputFile.MostBytes:N0} more bytes";
        if (printed.Length != OutputFile.MostBytes + end.Length || !printed.StartsWith(line, StringComparison.Ordinal) || !printed.EndsWith(end, StringComparison.Ordinal))
            throw new UnexpectedException($"{printed.Length:N0} characters were kept of 100,000: {printed[..20]} … {printed[^40..]}");
    }

    private static void Send(int pid, Signum signal) => _ = Syscall.kill(pid, signal);
}
