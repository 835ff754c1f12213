using System.Diagnostics;
using System.Runtime.CompilerServices;
using CowNotebooks.Lab.Watching;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab;

/// <summary>
/// Watches a process that was there before us, or that process and all its descendants, over time. It only reads /proc: what is watched is not
/// stopped, written or slowed.
/// </summary>
public sealed class Watch
{
    private readonly ProcFs _proc = new();
    private readonly bool _family;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<int, WatchedProcess> _watched = [];
    private bool _hasLooked;

    private Watch(bool family) => _family = family;

    /// <summary>Takes the first look, which all later ones are compared with.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="family">Its descendants too, those that are forked later included.</param>
    /// <param name="first">The first look.</param>
    /// <exception cref="ProcException">The process does not exist, may not be read, or has no memory.</exception>
    public static Watch Start(int pid, bool family, out WatchLook first)
    {
        var watch = new Watch(family);
        if (!watch.TryAdd(pid, TimeSpan.Zero, out var why) || why is ProcDeniedException or ProcNoMemoryException) throw why!;
        first = watch.Look();
        return watch;
    }

    /// <summary>Looks as often as asked for, but takes no more than 1 % of one core: it waits longer where a look is costly (<see cref="WatchLook.Interval"/>).</summary>
    /// <param name="pid">The process.</param>
    /// <param name="options">How often, how long.</param>
    /// <param name="cancel">Ends the looks, not with an exception.</param>
    /// <returns>The looks; the first one at once. They end with the last process, or when it is time.</returns>
    /// <exception cref="ProcException">The process does not exist, may not be read, or has no memory.</exception>
    public static async IAsyncEnumerable<WatchLook> LooksAsync(int pid, WatchOptions options, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var pace = new Pace(options);
        var watch = Start(pid, options.Family, out var look);
        while (true)
        {
            yield return look with { Own = pace.Own, Interval = pace.Interval };
            if (look.Processes.Count == 0) yield break;
            var wait = pace.Next();
            try
            {
                await Task.Delay(wait, cancel).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }

            if (!pace.MayLook) yield break;
            pace.Begin();
            look = watch.Look();
            if (pace.IsOver && look.Processes.Count > 0)
            {
                yield return look with { Own = pace.Own, Interval = pace.Interval };
                yield break;
            }
        }
    }

    /// <summary>Reads every process once. One that has ended is in <see cref="WatchLook.Ended"/>, and in no later look.</summary>
    public WatchLook Look()
    {
        var at = _clock.Elapsed;
        var ended = new List<WatchedProcess>();
        // The first look was just read.
        if (_hasLooked)
        {
            foreach (var watched in _watched.Values.ToList())
            {
                if (Read(watched, at) is { } now)
                {
                    _watched[now.Pid] = now;
                    continue;
                }

                _watched.Remove(watched.Pid);
                ended.Add(watched);
            }
        }

        var joined = new List<WatchedProcess>();
        var waiting = new Queue<int>(_family ? _watched.Keys : []);
        while (waiting.TryDequeue(out var parent))
        {
            foreach (var child in Children(parent).Where(child => !_watched.ContainsKey(child) && TryAdd(child, at, out _)))
            {
                joined.Add(_watched[child]);
                waiting.Enqueue(child);
            }
        }

        var isFirst = !_hasLooked;
        _hasLooked = true;
        return new WatchLook(DateTimeOffset.UtcNow, at, [.. _watched.Values], isFirst ? [] : joined, ended);
    }

    private bool TryAdd(int pid, TimeSpan at, out ProcException? why)
    {
        var sample = WatchSample.Read(_proc.Process(pid), at, out why);
        if (sample is null) return false;
        _watched[pid] = new WatchedProcess(sample, sample, sample);
        return true;
    }

    private WatchedProcess? Read(WatchedProcess watched, TimeSpan at)
    {
        var now = WatchSample.Read(_proc.Process(watched.Pid), at, out _);
        // The PID may belong to another process by now.
        return now is not null && now.Stat.StartTicks == watched.Now.Stat.StartTicks ? watched.With(now) : null;
    }

    private IReadOnlyList<int> Children(int pid)
    {
        try
        {
            return _proc.Process(pid).Children();
        }
        catch (ProcException)
        {
            // It ended meanwhile, which the next look says; its children are known, or become those of a process that is not watched.
            return [];
        }
    }
}
