namespace CowNotebooks.Forking;

/// <summary>How long processes wait for one another before that counts as a failure. No figure depends on them.</summary>
public static class TimeLimits
{
    /// <summary>A parent starts and says what it is; unless told otherwise.</summary>
    public static TimeSpan Start { get; } = TimeSpan.FromSeconds(30);

    /// <summary>A parent or child answers one request, whatever its code does; unless told otherwise.</summary>
    public static TimeSpan Request { get; } = TimeSpan.FromMinutes(5);

    /// <summary>A parent under check answers one line of the transcript.</summary>
    public static TimeSpan CheckedAnswer { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The compiler of cells compiles one.</summary>
    public static TimeSpan Compile { get; } = TimeSpan.FromMinutes(1);

    /// <summary>A process that is told to leave leaves; then it is killed.</summary>
    public static TimeSpan Leave { get; } = TimeSpan.FromSeconds(2);

    /// <summary>The other threads of a .NET parent come to rest before it forks.</summary>
    public static TimeSpan ThreadsAtRest { get; } = TimeSpan.FromSeconds(2);

    /// <summary>A process that has answered waits in its next read, and can be measured.</summary>
    public static TimeSpan Waiting { get; } = TimeSpan.FromSeconds(5);
}
