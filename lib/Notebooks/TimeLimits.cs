namespace CowNotebooks.Notebooks;

/// <summary>How long the runner, the engine and a front end wait for one another.</summary>
internal static class TimeLimits
{
    /// <summary>An engine starts.</summary>
    public static TimeSpan Start { get; } = TimeSpan.FromSeconds(60);

    /// <summary>A cell that is stopped ends; then its engine is killed.</summary>
    public static TimeSpan Stop { get; } = TimeSpan.FromSeconds(2);

    /// <summary>A kernel inside the engine that was told to stop says what became of its cell; then the cell counts as interrupted.</summary>
    public static TimeSpan LastWords { get; } = Stop - TimeSpan.FromSeconds(0.5);

    /// <summary>A cell that is interrupted in a front end ends; then the reader is told that it goes on.</summary>
    public static TimeSpan Interrupt { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Libraries in an engine that leaves tidy up; then it ends all the same.</summary>
    public static TimeSpan TidyUp { get; } = TimeSpan.FromSeconds(2);

    /// <summary>An engine whose requests have ended is gone; then it is killed.</summary>
    public static TimeSpan Leave { get; } = TidyUp + TimeSpan.FromSeconds(1);

    /// <summary>Events of an engine that has ended arrive; a copy of the pipe may live on in a process that a cell forked.</summary>
    public static TimeSpan LastEvents { get; } = TimeSpan.FromSeconds(2);

    /// <summary>The text that native code wrote during a cell arrives.</summary>
    public static TimeSpan LastOutput { get; } = TimeSpan.FromSeconds(1);

    /// <summary>A page of the book is written; then it is left out.</summary>
    public static TimeSpan Page { get; } = TimeSpan.FromSeconds(60);

    /// <summary>A front end that has connected says who it is.</summary>
    public static TimeSpan Greeting { get; } = TimeSpan.FromSeconds(10);

    /// <summary>A front end leaves its messages unread; then it counts as gone, since a cell waits for it.</summary>
    public static TimeSpan Unread { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Messages are sent while a socket closes.</summary>
    public static TimeSpan Close { get; } = TimeSpan.FromSeconds(1);
}
