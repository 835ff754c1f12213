using CowNotebooks.Sizing.Native;

namespace CowNotebooks.Sizing.Walking;

/// <summary>A finished walk that no collection disturbed.</summary>
internal sealed class GraphWalk : IDisposable
{
    private const int Attempts = 100;
    private readonly Arena _arena;
    private readonly Scratch _scratch;

    private GraphWalk(Arena arena, Scratch scratch, Walker walker)
    {
        _arena = arena;
        _scratch = scratch;
        Walker = walker;
    }

    public Walker Walker { get; }

    /// <summary>Walks until no collection came between.</summary>
    /// <param name="root">Where to begin.</param>
    /// <param name="options">What to count.</param>
    /// <param name="collections">How many collections there have been; a test may count others than the collector's.</param>
    public static GraphWalk Of(object root, SizeOptions options, Func<int>? collections = null)
    {
        collections ??= static () => GC.CollectionCount(0);
        ArgumentNullException.ThrowIfNull(root);
        ArgumentOutOfRangeException.ThrowIfNegative(options.LargestArrays);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.LargestArrays, 1_000);
        var scratch = Scratch.Take();
        var notes = (nuint)1 << 32;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var arena = new Arena(notes, (nuint)1 << 31);
            var walker = new Walker(arena, scratch, options);
            var (outcome, disturbed) = Attempt(walker, root, collections);
            if (outcome == Outcome.Done && !disturbed) return new GraphWalk(arena, scratch, walker);
            arena.Dispose();
            if (outcome == Outcome.StackFull) scratch.GrowStack();
            if (outcome == Outcome.TypesFull) scratch.GrowSamples();
            if (outcome == Outcome.NotesFull) notes *= 8;
        }
        throw new WalkDisturbedException(
            $"A garbage collection came into each of {Attempts} walks of the graph. Size it while the other threads of this process allocate less.");
    }

    /// <summary>The pages with at least one byte of the graph.</summary>
    public PageSet Pages()
    {
        var pages = new PageSet();
        // An object within one page marks it by its address: any bit among those of a page will do.
        var words = Environment.SystemPageSize >> (Walker.GranuleShift + 6);
        for (var i = 0; i < Walker.Met.Chunks; i++)
        {
            var chunk = Walker.Met.Chunk(i, out var first);
            for (var at = 0; at < chunk.Length; at += words)
            {
                if (chunk.Slice(at, words).ContainsAnyExcept(0UL)) pages.AddWord((first + (nuint)(at * 64)) << Walker.GranuleShift);
            }
        }
        foreach (var page in new BitNumbers(Walker.Crossed)) pages.AddPage(page);
        return pages;
    }

    /// <summary>The pages of the word at an offset from the object pointer, of every object.</summary>
    public PageSet WordPages(nint offset)
    {
        var pages = new PageSet();
        foreach (var granule in new BitNumbers(Walker.Met)) pages.AddWord((granule << Walker.GranuleShift) + (nuint)offset);
        return pages;
    }

    public void Dispose()
    {
        _scratch.Keep(Walker.Types.Count);
        _arena.Dispose();
    }

    private static (Outcome Outcome, bool Disturbed) Attempt(Walker walker, object root, Func<int> collections)
    {
        var before = Peace.Begin();
        try
        {
            var first = collections();
            var outcome = walker.Walk(root);
            return (outcome, collections() != first);
        }
        finally
        {
            Peace.End(before);
        }
    }
}
