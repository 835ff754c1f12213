namespace CowNotebooks.Sizing.Walking;

/// <summary>
/// The managed arrays of a walk: made before it, kept for the next one, so that a process that has sized a graph once can size it again
/// without giving the collector a reason to run. They lie in the pinned object heap, where they share no page with an ordinary graph:
/// in a forked child a write to such a page would copy it.
/// </summary>
internal sealed class WalkBuffers
{
    private static WalkBuffers? _cached;

    /// <summary>For the mark stack.</summary>
    public object?[] Stack { get; private set; } = New(4_096);

    /// <summary>One object of each type.</summary>
    public object?[] Samples { get; private set; } = New(4_096);

    /// <summary>Those of the last walk, or new ones.</summary>
    public static WalkBuffers Rent() => Interlocked.Exchange(ref _cached, null) ?? new WalkBuffers();

    public void GrowStack() => Stack = New(Stack.Length * 8);

    public void GrowSamples() => Samples = New(Samples.Length * 8);

    /// <summary>Lets go of every object, and keeps the memory for the next walk.</summary>
    public void Return(int types)
    {
        Array.Clear(Samples, 0, types);
        _cached = this;
    }

    private static object?[] New(int length) => GC.AllocateArray<object?>(length, pinned: true);
}
