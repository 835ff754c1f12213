using System.Diagnostics;
using System.Text;

namespace CowNotebooks.Fuzz;

/// <summary>A mutation at which a target failed.</summary>
/// <param name="Number">Which; with the seed it can be made again.</param>
/// <param name="What">What happened.</param>
public sealed record FuzzFailure(int Number, string What);

/// <summary>What came of a target's mutations.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Mutations">How many were read.</param>
/// <param name="Accepted">How many of them gave a value.</param>
/// <param name="Refused">How many ended in a clear error.</param>
/// <param name="Failures">The others; after <see cref="FuzzRun.MostFailures"/> the target is given up.</param>
public sealed record FuzzResult(string Target, int Mutations, int Accepted, int Refused, IReadOnlyList<FuzzFailure> Failures);

/// <summary>Lets a target read mutations, one after the other.</summary>
/// <param name="target">The target.</param>
/// <param name="seed">Whose mutations.</param>
public sealed class FuzzRun(FuzzTarget target, int seed)
{
    /// <summary>After so many failures a target is given up.</summary>
    public const int MostFailures = 10;

    // What one mutation of some kB may allocate; and how long it may take, on a machine that has much else to do.
    private const long MostBytes = 64 << 20;
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(120);

    private readonly List<FuzzFailure> _failures = [];
    private volatile int _number;
    private int _accepted, _refused;

    /// <summary>The mutation that is being read.</summary>
    public int Number => _number;

    /// <summary>Reads mutations in a thread of its own, which is left behind where one of them hangs.</summary>
    /// <param name="first">The number of the first mutation.</param>
    /// <param name="count">How many.</param>
    public async Task<FuzzResult> RunAsync(int first, int count)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            Read(first, count);
            done.SetResult();
        })
        { IsBackground = true, Name = target.Name }.Start();
        var since = Stopwatch.StartNew();
        for (var last = -1; await Task.WhenAny(done.Task, Task.Delay(TimeSpan.FromSeconds(1))) != done.Task;)
        {
            if (_number != last) since.Restart();
            last = _number;
            if (since.Elapsed > Hang) return Result([.. _failures, new(last, $"It did not end within {Hang.TotalSeconds:0} s.")]);
        }
        return Result(_failures);
    }

    private FuzzResult Result(List<FuzzFailure> failures) => new(target.Name, _accepted + _refused + failures.Count, _accepted, _refused, failures);

    private void Read(int first, int count)
    {
        for (var number = first; number < first + count && _failures.Count < MostFailures; number++)
        {
            _number = number;
            var mutation = Mutator.Make(target, seed, number);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var what = Outcome(mutation, out var accepted);
            if (GC.GetAllocatedBytesForCurrentThread() - before is > MostBytes and var bytes) what ??= $"It allocated {bytes:N0} bytes.";
            if (what is not null) _failures.Add(new(number, $"{what}\nThe mutation, {mutation.Length:N0} bytes: {Quoted(mutation)}"));
            else if (accepted) _accepted++;
            else _refused++;
        }
    }

    /// <summary>What went wrong; null when it was accepted, or refused by a clear error.</summary>
    private string? Outcome(byte[] mutation, out bool accepted)
    {
        accepted = false;
        try
        {
            target.Read(mutation);
            accepted = true;
            return null;
        }
#pragma warning disable CA1031 // Whatever is thrown is what is looked for.
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (!target.Refuses(error)) return error.ToString();
            return error.Message.Length is > 10 and < 3000 ? null : $"The error says too little or too much: {error.Message}";
        }
    }

    private static string Quoted(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (var b in bytes.AsSpan(0, Math.Min(bytes.Length, 4000))) text.Append(b is >= (byte)' ' and <= (byte)'~' or (byte)'\n' ? (char)b : $"\\x{b:x2}");
        return text.ToString();
    }
}
