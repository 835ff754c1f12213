using System.Diagnostics;
using System.Runtime.CompilerServices;
using CowNotebooks.Lab.Watching;
using CowNotebooks.Procfs;

namespace CowNotebooks.Lab;

/// <summary>
/// Watches a process that was there before us, or that process and all its descendants, over time. It only reads /proc: what is watched is not
/// stopped, written or slowed.
/// </summary>
public sealed class Watch : IDisposable
{
    private const int MostEnded = 50;

    private readonly ProcFs _proc = new();
    private readonly WatchOptions _options;
    private readonly Pace _pace;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<int, WatchedProcess> _watched = [];
    private Reading<FamilyFaults> _faults = Reading.NotAsked<FamilyFaults>();
    private bool _hasLooked;
    private bool _hasMoved;

    private Watch(int pid, WatchOptions options)
    {
        _options = options;
        _pace = new(options);
        _proc.Process(pid).RequireProcess();
        if (!TryAdd(pid, TimeSpan.Zero, out var why) || why is ProcDeniedException or ProcNoMemoryException) throw why!;
        First = Look();
        if (options.Faults) _faults = FamilyFaults.Start(_proc, [.. _watched.Keys], options.Family);
    }

    /// <summary>The first look, which all later ones are compared with.</summary>
    public WatchLook First { get; }

    /// <summary>Why page faults are not recorded; empty when they are, or were not asked for.</summary>
    public string WhyNoFaults => _faults.Why;

    /// <summary>What watching has cost until now.</summary>
    public WatchCost Own => _pace.Own;

    /// <summary>Takes the first look, and begins to record page faults if asked to.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="options">How to watch.</param>
    /// <exception cref="ProcException">The process does not exist, may not be read, or has no memory.</exception>
    public static Watch Start(int pid, WatchOptions? options = null) => new(pid, options ?? new());

    /// <summary>
    /// Looks as often as the options ask for, but takes no more than 1 % of one core: memory is read where something has moved since the last time, and less often
    /// where that is costly (<see cref="WatchLook.Interval"/>); until then it is not known.
    /// </summary>
    /// <param name="cancel">Ends the looks, not with an exception.</param>
    /// <exception cref="ProcException">While looking: one of them is still there and can no longer be read.</exception>
    /// <returns>The looks, the first one among them. They end with the last process, or when it is time.</returns>
    public IAsyncEnumerable<WatchLook> LooksAsync(CancellationToken cancel = default) => AllLooksAsync(cancel);

    private async IAsyncEnumerable<WatchLook> AllLooksAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var look = First;
        var ended = 0;
        while (true)
        {
            yield return look with { Own = _pace.Own, Interval = _pace.Interval };
            if (look.Processes.Count == 0 || _pace.IsOver || !await WaitAsync(_pace.Next(look.IsMemoryRead), cancel).ConfigureAwait(false)) yield break;
            _pace.Begin();
            look = Look(_pace.MayRead);
            _faults.Value?.Refresh(look.Processes.Select(process => process.Pid));
            ended += look.Ended.Count;
            if (ended < MostEnded) continue;
            // What is known of them is dropped with their faults.
            _faults.Value?.Explain();
            ended = 0;
        }
    }

    /// <summary>The page faults until now; null when they are not recorded (<see cref="WhyNoFaults"/>).</summary>
    public WatchFaults? Faults()
    {
        _faults.Value?.Explain();
        return _faults.Value?.Result();
    }

    /// <summary>Stops recording.</summary>
    public void Dispose() => _faults.Value?.Dispose();

    /// <summary>Reads every process once. One that has ended is in <see cref="WatchLook.Ended"/>, and in no later look.</summary>
    /// <exception cref="ProcException">One of them is still there and can no longer be read.</exception>
    public WatchLook Look() => Look(mayRead: true);

    private WatchLook Look(bool mayRead)
    {
        var at = _clock.Elapsed;
        var ended = new List<WatchedProcess>();
        var reads = !_hasLooked;
        // The first look was just read.
        if (_hasLooked)
        {
            var glances = _watched.Values.Select(watched => (Watched: watched, Now: WatchSample.Glance(_proc.Process(watched.Pid), at))).ToList();
            // What one of them writes or gives up changes what the others share.
            _hasMoved |= glances.Exists(pair => pair.Now?.IsAsIn(pair.Watched.Read) != true);
            reads = mayRead && _hasMoved;
            foreach (var (watched, glance) in glances)
            {
                // The PID may belong to another process by now.
                var now = glance is null || glance.Stat.StartTicks != watched.Now.Stat.StartTicks ? null
                    : reads ? Read(watched, at)
                    : watched.WithGlance(glance, !_hasMoved);
                if (now is not null)
                {
                    _watched[now.Pid] = now;
                    continue;
                }

                _watched.Remove(watched.Pid);
                ended.Add(watched);
            }

            if (reads) _hasMoved = false;
        }

        var joined = new List<WatchedProcess>();
        var waiting = new Queue<int>(_options.Family ? _watched.Keys : []);
        while (waiting.TryDequeue(out var parent))
        {
            foreach (var child in Descendants.ChildrenOf(_proc, parent).Where(child => !_watched.ContainsKey(child) && TryAdd(child, at, out _)))
            {
                joined.Add(_watched[child]);
                waiting.Enqueue(child);
            }
        }

        var isFirst = !_hasLooked;
        _hasLooked = true;
        if (joined.Count > 0 && !reads && !_hasMoved)
        {
            // A new one shares with those that forked it, though nothing has moved there.
            foreach (var watched in _watched.Values.Except(joined).ToList()) _watched[watched.Pid] = watched.Again(mayRead ? WatchSample.Read(_proc.Process(watched.Pid), at, out _) : null);
            (reads, _hasMoved) = (mayRead, !mayRead);
        }

        return new WatchLook(DateTimeOffset.UtcNow, at, [.. _watched.Values], isFirst ? [] : joined, ended) { IsMemoryRead = reads, IsMemoryKnown = reads || !_hasMoved || _watched.Count == 0 };
    }

    /// <summary>False when it was cancelled.</summary>
    private async Task<bool> WaitAsync(TimeSpan time, CancellationToken cancel)
    {
        try
        {
            var wait = Task.Delay(time, cancel);
            while (_faults.Value is { } faults && await Task.WhenAny(wait, faults.Many).ConfigureAwait(false) != wait) faults.Explain();
            await wait.ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private bool TryAdd(int pid, TimeSpan at, out ProcException? why)
    {
        var sample = WatchSample.Read(_proc.Process(pid), at, out why);
        if (sample is null) return false;
        _watched[pid] = new WatchedProcess(sample, sample, sample, sample);
        return true;
    }

    private WatchedProcess? Read(WatchedProcess watched, TimeSpan at)
    {
        var now = WatchSample.Read(_proc.Process(watched.Pid), at, out var why);
        if (now is null && why is not (ProcVanishedException or ProcNoMemoryException)) throw why!;
        // The PID may belong to another process by now.
        return now is not null && now.Stat.StartTicks == watched.Now.Stat.StartTicks ? watched.With(now) : null;
    }
}
