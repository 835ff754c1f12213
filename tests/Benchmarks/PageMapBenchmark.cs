using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using CowNotebooks.Procfs;

namespace CowNotebooks.Benchmarks;

/// <summary>The page map of a process with 2 GB resident, this one, beside reading the same part of pagemap and throwing it away. Allocated is the observer's cost.</summary>
[MemoryDiagnoser]
public unsafe class PageMapBenchmark
{
    private readonly PagemapEntry[] _entries = new PagemapEntry[64 * 1024];
    private readonly ProcProcess _self = new ProcFs().Self;
    private byte* _memory;

    /// <summary>Pages: 2 GB.</summary>
    [Params(524_288)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Touch()
    {
        var bytes = (nuint)Count * (nuint)Environment.SystemPageSize;
        _memory = (byte*)NativeMemory.AlignedAlloc(bytes, (nuint)Environment.SystemPageSize);
        for (nuint at = 0; at < bytes; at += (nuint)Environment.SystemPageSize) _memory[at] = 1;
    }

    [GlobalCleanup]
    public void Drop() => NativeMemory.AlignedFree(_memory);

    [Benchmark(Baseline = true)]
    public int BareRead()
    {
        var first = (ulong)_memory / (ulong)Environment.SystemPageSize;
        var read = 0;
        while (read < Count) read += _self.Pagemap(first + (ulong)read, _entries.AsSpan(0, Math.Min(_entries.Length, Count - read)));
        return read;
    }

    [Benchmark]
    public int PageMap() => _self.Pages().Runs.Count;

    [Benchmark]
    public int PageMapWithFrames() => _self.Pages(frames: true).Runs.Count;
}
