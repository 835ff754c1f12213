using System.Runtime.CompilerServices;
using CowNotebooks.Sizing.Native;

namespace CowNotebooks.Sizing.Walking;

/// <summary>A finished walk that no collection disturbed.</summary>
internal sealed class GraphWalk : IDisposable
{
    private const int Attempts = 100;
    private readonly Arena _arena;
    private readonly WalkBuffers _buffers;

    private GraphWalk(Arena arena, WalkBuffers buffers, Walker walker)
    {
        _arena = arena;
        _buffers = buffers;
        Walker = walker;
    }

    public Walker Walker { get; }

    /// <summary>Walks until no collection came between.</summary>
    /// <param name="root">Where to begin.</param>
    /// <param name="options">What to count.</param>
    /// <param name="collections">Gives the number of collections so far; null for the runtime's own count. A test gives another to disturb a walk.</param>
    public static GraphWalk Of(object root, SizeOptions options, Func<int>? collections = null)
    {
        collections ??= static () => GC.CollectionCount(0);
        ArgumentNullException.ThrowIfNull(root);
        ArgumentOutOfRangeException.ThrowIfNegative(options.LargestArrays);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.LargestArrays, 1_000);
        var buffers = WalkBuffers.Rent();
        var notes = (nuint)1 << 32;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var arena = new Arena(notes, (nuint)1 << 31);
            var walker = new Walker(arena, buffers, options);
            var (result, disturbed) = Attempt(walker, root, collections);
            if (result == WalkResult.Done && !disturbed) return new GraphWalk(arena, buffers, walker);
            arena.Dispose();
            if (result == WalkResult.StackFull) buffers.GrowStack();
            if (result == WalkResult.TypesFull) buffers.GrowSamples();
            if (result == WalkResult.NotesFull) notes *= 8;
        }
        throw new WalkDisturbedException(
            $"A garbage collection came into each of {Attempts} walks of the graph. Size it while the other threads of this process allocate less.");
    }

    /// <summary>The pages with at least one byte of the graph.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public PageSet Pages()
    {
        var pages = new PageSet();
        // An object within one page marks it by its address: any bit among those of a page will do.
        var words = Environment.SystemPageSize >> (Walker.GranuleShift + 6);
        ref readonly var visited = ref Walker.Visited;
        for (var i = 0; i < visited.Chunks; i++)
        {
            var chunk = visited.Chunk(i, out var first);
            var page = first >> (PageSet.PageShift - Walker.GranuleShift);
            while (!chunk.IsEmpty)
            {
                var (bits, count) = (0UL, 0);
                for (; count < 64 && !chunk.IsEmpty; count++)
                {
                    var any = 0UL;
                    foreach (var word in chunk[..words]) any |= word;
                    if (any != 0) bits |= 1UL << count;
                    chunk = chunk[words..];
                }
                if (bits != 0) pages.AddPages(page, bits);
                page += (nuint)count;
            }
        }
        ref readonly var crossed = ref Walker.Crossed;
        for (var i = 0; i < crossed.Chunks; i++)
        {
            var chunk = crossed.Chunk(i, out var page);
            foreach (var bits in chunk)
            {
                if (bits != 0) pages.AddPages(page, bits);
                page += 64;
            }
        }
        return pages;
    }

    public void Dispose()
    {
        _buffers.Return(Walker.Types.Count);
        _arena.Dispose();
    }

    private static (WalkResult Result, bool Disturbed) Attempt(Walker walker, object root, Func<int> collections)
    {
        var blocked = SuspensionSignal.Block();
        try
        {
            var first = collections();
            var result = walker.Walk(root);
            return (result, collections() != first);
        }
        finally
        {
            SuspensionSignal.Restore(blocked);
        }
    }
}
