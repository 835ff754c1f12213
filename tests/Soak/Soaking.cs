using System.Diagnostics;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab;

namespace CowNotebooks.Soak;

/// <summary>Runs experiments that are drawn from a seed, and looks after each session what is left.</summary>
/// <param name="seed">What everything is drawn from.</param>
/// <param name="leftovers">What is looked for.</param>
internal sealed class Soaking(int seed, Leftovers leftovers)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(1), Hang = TimeSpan.FromMinutes(5), Report = TimeSpan.FromSeconds(30);
    private readonly Tally _tally = new();
    private readonly List<Interpreter> _interpreters = [];

    /// <summary>True when nothing was found.</summary>
    /// <param name="first">The number of the first experiment.</param>
    /// <param name="end">The number after the last one.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<bool> RunAsync(int first, int end, CancellationToken cancel)
    {
        Console.WriteLine($"seed {seed}");
        var clock = Stopwatch.StartNew();
        foreach (var interpreter in Interpreter.All) await OpenOnceAsync(interpreter, cancel);
        var (descriptors, reported) = (Leftovers.OpenDescriptors(), clock.Elapsed);
        for (var number = first; number < end;)
        {
            var last = Math.Min(end, (number / Session.Length + 1) * Session.Length);
            await RunSessionAsync(number, last, cancel);
            foreach (var left in await leftovers.FindAsync()) Fail($"After the experiments {number} to {last - 1}: {left}");
            number = last;
            if (clock.Elapsed - reported < Report && number < end) continue;
            reported = clock.Elapsed;
            Console.WriteLine($"{clock.Elapsed.TotalSeconds,6:0} s, {number - first:N0} of {end - first:N0}: {_tally.Short()}");
        }

        var open = Leftovers.OpenDescriptors();
        if (open.Count != descriptors.Count)
            Fail($"{descriptors.Count} file descriptors were open at the start, and {open.Count} are at the end, among them {string.Join(", ", open.Except(descriptors))}.");
        foreach (var line in _tally.Lines()) Console.WriteLine(line);
        Console.WriteLine($"file descriptors: {descriptors.Count} at the start, {open.Count} at the end");
        Console.WriteLine($"{end - first:N0} experiments, seed {seed}, {clock.Elapsed.TotalSeconds:0} s: {_tally.Short()}");
        return _tally.Failures == 0;
    }

    /// <summary>Whether it is installed; and what this process opens for good, it has opened then.</summary>
    private async Task OpenOnceAsync(Interpreter interpreter, CancellationToken cancel)
    {
        try
        {
            await using var lab = await Laboratory.OpenAsync(interpreter.Runtime, cancel: cancel);
            await using var child = await lab.ForkAsync(cancel: cancel);
            await child.RunAsync("1 + 1", cancel: cancel);
            _interpreters.Add(interpreter);
            Console.WriteLine($"{interpreter.Name}: {lab.RuntimeVersion}");
        }
        catch (ParentNotStartedException missing)
        {
            Console.WriteLine($"left out: {missing.Message}");
        }
    }

    private async Task RunSessionAsync(int first, int end, CancellationToken cancel)
    {
        var session = Session.Of(seed, first / Session.Length, _interpreters);
        Laboratory? lab = null;
        for (var number = first; number < end; number++)
        {
            var goesOn = false;
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                limit.CancelAfter(Hang);
                lab ??= await OpenAsync(session, limit.Token);
                // What does not even notice that it is cancelled is left where it is.
                goesOn = await new Experiments(session, lab, number, Draw.Of(seed, number), _tally, limit.Token).RunAsync().WaitAsync(Hang * 2, cancel);
            }
            catch (Exception error)
            {
                Fail(session, number, error);
            }

            if (goesOn && number + 1 < end && !cancel.IsCancellationRequested) continue;
            try
            {
                if (lab is not null) await lab.DisposeAsync().AsTask().WaitAsync(Hang, CancellationToken.None);
            }
            catch (Exception error)
            {
                Fail(session, number, error);
            }

            lab = null;
            cancel.ThrowIfCancellationRequested();
        }
    }

    private void Fail(Session session, int number, Exception error)
    {
        var how = error is UnexpectedException ? error.Message : error is OperationCanceledException or TimeoutException ? $"It hung, or was interrupted.\n{error}" : $"{error}";
        Fail($"{number}: {session}: {how}\nAgain: dotnet run --project tests/Soak -- --seed {seed} --only {number}");
    }

    private void Fail(string how)
    {
        _tally.Failures++;
        Console.WriteLine($"FAILED: {how}");
    }

    private async Task<Laboratory> OpenAsync(Session session, CancellationToken cancel)
    {
        try
        {
            return await OpenAsync(session, session.Gc, cancel);
        }
        catch (ProcessFailedException refused) when (refused.Message.Contains("Choose another gc setting", StringComparison.Ordinal))
        {
            _tally.AddRefused($"{session.Interpreter.Name}, {session.Gc.Name}");
            return await OpenAsync(session, Gc.Default, cancel);
        }
    }

    private async Task<Laboratory> OpenAsync(Session session, Gc gc, CancellationToken cancel)
    {
        var lab = await Laboratory.OpenAsync(session.Interpreter.Runtime, options: new LabOptions { TimeLimit = TimeLimit, Gc = gc, TraceFaults = session.TracesFaults }, cancel: cancel);
        try
        {
            leftovers.Note(lab.ParentPid);
            await lab.AllocateAsync(session.Heap, cancel);
            // A parent warms itself up for own code only after it has run some.
            await lab.RunAsync("", cancel);
            // A setting that this version of the runtime does not have shows now.
            await (await lab.ForkAsync(cancel: cancel)).DisposeAsync();
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }
}
