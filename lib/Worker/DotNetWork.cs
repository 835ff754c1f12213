using System.Globalization;
using System.Text;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Parenting;
using CowNotebooks.Sizing;
using CowNotebooks.Worker.Heaps;
using CowNotebooks.Worker.Workloads;

namespace CowNotebooks.Worker;

/// <summary>What the .NET parent does besides forking: allocate one heap, size it, and prepare children that work on it.</summary>
internal sealed class DotNetWork : IParentWork
{
    private const int ScratchCount = 64;
    private WorkerHeap? _heap;
    private SliceWork? _work;

    public IEnumerable<(string Key, string Value)> Answer(string request, string[] arguments) => request switch
    {
        "allocate" => Allocate(arguments[0], long.Parse(arguments[1], CultureInfo.InvariantCulture)),
        Protocol.Run => Run(arguments[0]),
        _ => throw new InvalidOperationException($"There is no request '{request}'."),
    };

    public ISliceWork PrepareChild(string gc)
    {
        var heap = _heap ?? throw new InvalidOperationException("Nothing is allocated yet.");
        return _work = new SliceWork(heap, WorkerHeap.Create(heap.Name, ScratchCount), gc);
    }

    private (string Key, string Value)[] Run(string workload)
    {
        // What the last child was to run is compiled; anything else would be compiled now, and write pages of its own.
        var work = _work ?? throw new InvalidOperationException("No child was forked yet.");
        var cursor = default(Cursor);
        work.Run(Encoding.UTF8.GetBytes(workload), 0, 1, ref cursor);
        return [];
    }

    private List<(string Key, string Value)> Allocate(string name, long count)
    {
        var heap = _heap = WorkerHeap.Create(name, count);
        // Into the oldest generation, where nothing moves it any more unless everything is collected.
        for (var generation = 0; generation <= GC.MaxGeneration; generation++) GC.Collect();
        var size = DeepSize.Of(heap.Root);
        using var headers = new PageSet();
        using var fields = new PageSet();
        var elements = new PlaceText();
        var note = new NoteAddresses(headers, fields, elements);
        var cursor = default(Cursor);
        heap.ForEach(0, heap.Count, ref note, ref cursor);
        return
        [
            ("objects", Number(size.Objects)),
            ("bytes", Number(size.Bytes)),
            ("shallow", Number(size.ShallowBytes)),
            .. size.ByType.Select(type => ("type", $"{Number(type.Objects)},{Number(type.Bytes)},{type.Type}")),
            ("headers", PageText.Of(headers)),
            ("fields", PageText.Of(fields)),
            ("elements", elements.Finish()),
            ("others", elements.BeginsWith(heap.Root) ? "" : PlaceText.Of(heap.Root)),
        ];
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
