namespace CowNotebooks.Lab;

/// <summary>How long a fork took: the parent copies its page tables in this time, so that it grows with the heap.</summary>
/// <param name="Nanoseconds">From calling fork() to its return in the parent, by the parent's own clock.</param>
public sealed record ForkTime(long Nanoseconds);
