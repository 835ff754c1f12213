namespace CowNotebooks.Lab;

/// <summary>How long a fork took: it includes copying the parent's page tables, so it grows with the heap.</summary>
/// <param name="Nanoseconds">From calling fork() to its return in the parent, by the parent's own clock.</param>
public sealed record ForkTime(long Nanoseconds);
