using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using CowNotebooks.Sizing.Layout;

namespace CowNotebooks.Sizing.Walking;

/// <summary>
/// The objects that are still to be followed, in managed variables, where the collector keeps the references right: a mark stack with a prefetch queue in
/// front of it. An object stays in the short queue while the processor fetches its memory; what the queue cannot take goes on the stack.
/// </summary>
internal struct MarkStack(object?[] stack)
{
    // Below this many it is worth filling the queue again: those that remain are followed while the memory of the new ones is fetched.
    private const int Low = 12;

    private PrefetchQueue _queue;
    private int _oldest;

    /// <summary>Objects in the queue.</summary>
    public int Queued { get; private set; }

    /// <summary>Objects on the stack.</summary>
    public int Top { get; private set; }

    /// <summary>Set once there was no room on the stack: an object is missing.</summary>
    public bool Overflowed { get; private set; }

    public readonly bool IsQueueFull => Queued == PrefetchQueue.Length;

    public readonly bool IsLow => Queued < Low && Top > 0;

    public readonly object Newest => stack[Top - 1]!;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Enqueue(object obj)
    {
        if (!IsQueueFull) _queue[(_oldest + Queued++) % PrefetchQueue.Length] = obj;
        else Push(obj);
    }

    /// <summary>The object that came into the queue first; null when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public object? Dequeue()
    {
        if (Queued == 0) return null;
        var oldest = _queue[_oldest];
        _oldest = (_oldest + 1) % PrefetchQueue.Length;
        Queued--;
        return oldest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Push(object obj)
    {
        if (Top == stack.Length) Overflowed = true;
        else Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(stack), Top++) = obj;
    }

    public void Pop() => stack[--Top] = null;

    /// <summary>Prefetches the object on top of the stack, and moves it to the queue.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void QueueNewest()
    {
        var newest = Newest;
        Pop();
        if (Sse.IsSupported) Sse.Prefetch0((void*)ObjectLayout.Address(newest));
        Enqueue(newest);
    }

    /// <summary>Lets go of what is on the stack.</summary>
    public readonly void Clear() => Array.Clear(stack, 0, Top);

    [InlineArray(Length)]
    private struct PrefetchQueue
    {
        public const int Length = 16;
        private object? _first;
    }
}
