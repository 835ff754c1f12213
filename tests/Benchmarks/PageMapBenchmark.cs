using BenchmarkDotNet.Attributes;
using CowNotebooks.Lab;
using CowNotebooks.Procfs;

namespace CowNotebooks.Benchmarks;

/// <summary>
/// The page map of a child with 2 GB resident, beside reading the same part of pagemap and throwing it away. Allocated is the observer's memory: all that one
/// map takes, what it throws away again included.
/// </summary>
[MemoryDiagnoser]
public class PageMapBenchmark
{
    private readonly PagemapEntry[] _entries = new PagemapEntry[64 * 1024];
    private Laboratory? _lab;
    private ProcProcess? _child;
    private IReadOnlyList<(ulong First, ulong Count)> _ranges = [];

    /// <summary>Pages of the child's heap: 2 GB.</summary>
    [Params(524_288)]
    public int Count { get; set; }

    /// <summary>The child has copied every page whose number is a multiple of this: no two neighbours are alike at 2, all are at 1; 0 copied none.</summary>
    [Params(0, 1, 2)]
    public int Stride { get; set; }

    [GlobalSetup]
    public void Fork() => ForkAsync().GetAwaiter().GetResult();

    [GlobalCleanup]
    public void Leave() => _lab!.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Benchmark(Baseline = true)]
    public int BareRead()
    {
        var read = 0;
        foreach (var (first, count) in _ranges)
        {
            for (var page = first; page < first + count;)
            {
                var got = _child!.Pagemap(page, _entries.AsSpan(0, (int)Math.Min((ulong)_entries.Length, first + count - page)));
                page += (ulong)got;
                read += got;
            }
        }

        return read;
    }

    [Benchmark]
    public int PageMap() => _child!.Pages().Spans.Count;

    [Benchmark]
    public int PageMapWithFrames() => _child!.Pages(frames: true).Spans.Count;

    private async Task ForkAsync()
    {
        _lab = await Laboratory.OpenAsync();
        await _lab.AllocateAsync(Heap.Integers((long)Count * Environment.SystemPageSize / sizeof(long)));
        var child = await _lab.ForkAsync();
        if (Stride > 0) await child.RunAsync(Workload.WriteEveryNthPage(Stride));
        _child = new ProcFs().Process(child.Pid);
        _ranges = _lab.Heap!.Pages(Word.Field)!.Ranges;
    }
}
