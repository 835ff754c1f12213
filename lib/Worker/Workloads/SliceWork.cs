using System.Buffers.Text;
using System.Runtime.CompilerServices;
using CowNotebooks.Forking.Parenting;
using CowNotebooks.Lab;
using CowNotebooks.Worker.Heaps;

namespace CowNotebooks.Worker.Workloads;

/// <summary>Runs slices of a workload on the heap, in the child; warms up on a small heap of the same kind, in the parent before the fork and in the child after it.</summary>
internal sealed class SliceWork(WorkerHeap heap, WorkerHeap scratch, string gc) : ISliceWork
{
    // Room for what the child allocates inside the region; entering it asks for this much and no more.
    private const long NoGcBytes = 64L << 20;
    // Opened before the fork and kept for good.
    private static readonly StreamWriter Null = new(new FileStream("/dev/null", FileMode.Open, FileAccess.Write));

    public void Run(ReadOnlySpan<byte> workload, int slice, int slices, ref Cursor cursor)
    {
        if (workload.SequenceEqual("warm-up"u8))
        {
            WarmUp();
            return;
        }

        if (slice == 0) SetGc(gc);
        Run(heap, workload, slice, slices, ref cursor);
    }

    // No collection: it would rewrite the heap that other children share.
    private void WarmUp()
    {
        SetGc("default");
        var cursor = default(Cursor);
        Run(scratch, "noop"u8, 0, 1, ref cursor);
        Run(scratch, "iterate"u8, 0, 1, ref cursor);
        Run(scratch, "refcount"u8, 0, 1, ref cursor);
        Run(scratch, "lock"u8, 0, 1, ref cursor);
        Run(scratch, "hash"u8, 0, 1, ref cursor);
        Run(scratch, "write-every-nth-page:1"u8, 0, 1, ref cursor);
        Run(scratch, "print"u8, 0, 1, ref cursor);
        Run(scratch, "allocate"u8, 0, 1, ref cursor);
        MappedPages.WarmUp();
        InvalidAccess.WarmUp();
    }

    private static void SetGc(string gc)
    {
        if (gc == "collecting") GC.Collect();
        else if (gc == "no-gc-region" && !GC.TryStartNoGCRegion(NoGcBytes)) throw new InvalidOperationException("The runtime could not promise that nothing will be collected.");
    }

    private static void Run(WorkerHeap target, ReadOnlySpan<byte> workload, int slice, int slices, ref Cursor cursor)
    {
        var from = (long)((Int128)target.Count * slice / slices);
        var to = (long)((Int128)target.Count * (slice + 1) / slices);
        if (workload.SequenceEqual("iterate"u8))
        {
            var read = default(Read);
            target.ForEach(from, to, ref read, ref cursor);
            Use(read.Sum);
        }
        else if (workload.SequenceEqual("refcount"u8)) Each(default(AddAndSubtractOne), target, from, to, ref cursor);
        else if (workload.SequenceEqual("lock"u8)) Each(default(LockAndUnlock), target, from, to, ref cursor);
        else if (workload.SequenceEqual("hash"u8)) Each(default(Hash), target, from, to, ref cursor);
        else if (workload.SequenceEqual("print"u8))
        {
            Each(new Print(Null), target, from, to, ref cursor);
            Null.Flush();
        }
        else if (workload.SequenceEqual("allocate"u8)) Each(default(Allocate), target, from, to, ref cursor);
        else if (workload.StartsWith("write-every-nth-page:"u8) && Utf8Parser.TryParse(workload["write-every-nth-page:".Length..], out uint n, out _))
            Each(new WriteEveryNthPage(n), target, from, to, ref cursor);
        else if (workload.SequenceEqual("read-untouched"u8)) MappedPages.Touch(ofFile: false, writes: false, Workload.MappedPages, slice, slices, ref cursor);
        else if (workload.SequenceEqual("write-untouched"u8)) MappedPages.Touch(ofFile: false, writes: true, Workload.MappedPages, slice, slices, ref cursor);
        else if (workload.SequenceEqual("read-cold-file"u8)) MappedPages.Touch(ofFile: true, writes: false, Workload.MappedPages, slice, slices, ref cursor);
        else if (workload.SequenceEqual("invalid-access"u8)) InvalidAccess.Run();
        else if (workload.StartsWith("collect"u8))
        {
            if (slice == 0) GC.Collect(workload[^1] - '0');
        }
        else if (!workload.SequenceEqual("noop"u8)) throw new InvalidOperationException("There is no such workload for dotnet.");
    }

    /// <summary>
    /// Takes what was read, so that the compiler does not see that nothing comes of it. Not GC.KeepAlive: that boxes the number, and once in some hundred slices
    /// the box needs new memory, which faults and copies pages of the collector.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Use(long number)
    {
        // Nothing: that the compiler does not look in here is all that is wanted.
    }

    private static void Each<TAction>(TAction action, WorkerHeap target, long from, long to, ref Cursor cursor)
        where TAction : struct, IElementAction => target.ForEach(from, to, ref action, ref cursor);
}
