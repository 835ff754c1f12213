namespace CowNotebooks.Lab;

/// <summary>How a process is watched.</summary>
public sealed record WatchOptions
{
    /// <summary>The process's descendants too.</summary>
    public bool Family { get; init; }

    /// <summary>Records page faults too: which code took them. What that costs depends on how many there are, and may be more than 1 % of a core.</summary>
    public bool Faults { get; init; }

    /// <summary>How often to look. Memory is read less often where that is so costly that it would take more than 1 % of one core.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long to watch; null for as long as there is a process.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>CPU time that this process used before, such as for its start, which counts as the watch's own.</summary>
    public TimeSpan UsedBefore { get; init; }
}
