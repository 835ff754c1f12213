namespace CowNotebooks.Sizing.Walking;

/// <summary>
/// The managed memory of a walk: made before it, kept for the next one, so that a process that has sized a graph once can size it again
/// without giving the collector a reason to run. It lies in the pinned object heap, where it shares no page with an ordinary graph:
/// in a forked child a write to such a page would copy it.
/// </summary>
internal sealed class Scratch
{
    private static Scratch? _kept;

    /// <summary>Objects that wait to be followed.</summary>
    public object?[] Stack { get; private set; } = New(4_096);

    /// <summary>One object of each type.</summary>
    public object?[] Samples { get; private set; } = New(4_096);

    public static Scratch Take() => Interlocked.Exchange(ref _kept, null) ?? new Scratch();

    public void GrowStack() => Stack = New(Stack.Length * 8);

    public void GrowSamples() => Samples = New(Samples.Length * 8);

    /// <summary>Lets go of every object and keeps the memory.</summary>
    public void Keep(int types)
    {
        Array.Clear(Samples, 0, types);
        _kept = this;
    }

    private static object?[] New(int length) => GC.AllocateArray<object?>(length, pinned: true);
}
