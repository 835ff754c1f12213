using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using CowNotebooks.Sizing;

namespace CowNotebooks.Benchmarks;

/// <summary>Each shape by three subjects: the loop that only follows the references, the sizer, and ClrMD.</summary>
[SuppressMessage("Design", "CA1001", Justification = "BenchmarkDotNet calls Drop.")]
public abstract class SizingBenchmark
{
    private Snapshot? _snapshot;

    [Params(1_000_000, 10_000_000)]
    public int Count { get; set; }

    protected object Root { get; private set; } = "";

    [GlobalSetup]
    public void Build()
    {
        Root = Graph();
        // Let the graph settle in the oldest generation, as one that is worth sizing has.
        GC.Collect();
        GC.Collect();
    }

    [GlobalSetup(Target = nameof(ClrMd))]
    public void BuildAndSnapshot()
    {
        Build();
        _snapshot = new Snapshot(Root);
    }

    [GlobalCleanup]
    public void Drop()
    {
        _snapshot?.Dispose();
        _snapshot = null;
        Root = "";
    }

    [Benchmark(Baseline = true)]
    public long BareLoop() => Follow();

    [Benchmark]
    public long DeepSizeOf() => DeepSize.Of(Root).Bytes;

    [Benchmark]
    public long ClrMd() => _snapshot!.Size().Bytes;

    /// <summary>Follows every reference of the graph and reads what it leads to, without noting where it has been.</summary>
    protected abstract long Follow();

    protected abstract object Graph();
}
