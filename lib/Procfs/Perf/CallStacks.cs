namespace CowNotebooks.Procfs.Perf;

/// <summary>Call stacks, each kept once and known by a number. At most so many: of the others only the innermost caller is kept.</summary>
public sealed class CallStacks
{
    private const int Most = 100_000, MostDepth = 64;
    private readonly Dictionary<ulong, int> _byHash = [];
    private readonly List<ulong[]> _stacks = [];
    private readonly Lock _lock = new();

    /// <summary>The addresses of a stack, innermost first.</summary>
    public IReadOnlyList<ulong> this[int number]
    {
        get
        {
            lock (_lock) return _stacks[number];
        }
    }

    internal int NumberOf(ReadOnlySpan<ulong> callers)
    {
        if (callers.Length > MostDepth) callers = callers[..MostDepth];
        lock (_lock)
        {
            if (_stacks.Count >= Most && Find(callers, out _) < 0) callers = callers[..Math.Min(1, callers.Length)];
            var number = Find(callers, out var free);
            if (number >= 0) return number;
            _byHash[free] = _stacks.Count;
            _stacks.Add(callers.ToArray());
            return _stacks.Count - 1;
        }
    }

    /// <summary>The number, or -1 and the key that is free for it.</summary>
    private int Find(ReadOnlySpan<ulong> callers, out ulong key)
    {
        // FNV-1a over words. Two stacks with one hash take neighbouring keys.
        key = 14695981039346656037;
        foreach (var caller in callers) key = (key ^ caller) * 1099511628211;
        for (; _byHash.TryGetValue(key, out var number); key++)
        {
            if (callers.SequenceEqual(_stacks[number])) return number;
        }

        return -1;
    }
}
