namespace CowNotebooks.Forking;

/// <summary>How long processes wait for one another before it counts as a failure. No figure depends on these limits.</summary>
public static class TimeLimits
{
    /// <summary>For a parent to start and describe itself; the default.</summary>
    public static TimeSpan Start { get; } = TimeSpan.FromSeconds(30);

    /// <summary>For a parent or child to answer one request, whatever its code does; the default.</summary>
    public static TimeSpan Request { get; } = TimeSpan.FromMinutes(5);

    /// <summary>For a parent under check to answer one line of the transcript.</summary>
    public static TimeSpan CheckedAnswer { get; } = TimeSpan.FromSeconds(30);

    /// <summary>For the cell compiler to compile one cell.</summary>
    public static TimeSpan Compile { get; } = TimeSpan.FromMinutes(1);

    /// <summary>For a process to exit when asked; afterwards it is killed.</summary>
    public static TimeSpan Leave { get; } = TimeSpan.FromSeconds(2);

    /// <summary>For a parent to say how a child that has ended did so; afterwards the parent is killed.</summary>
    public static TimeSpan Reap { get; } = TimeSpan.FromSeconds(15);

    /// <summary>For the other threads of a .NET parent to go to sleep before it forks.</summary>
    public static TimeSpan ThreadsAtRest { get; } = TimeSpan.FromSeconds(2);

    /// <summary>For a process that has answered to block in its next read, so that it can be measured.</summary>
    public static TimeSpan Waiting { get; } = TimeSpan.FromSeconds(5);
}
