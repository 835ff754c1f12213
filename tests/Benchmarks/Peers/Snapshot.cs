using System.Runtime.InteropServices;
using CowNotebooks.Sizing;
using Microsoft.Diagnostics.Runtime;

namespace CowNotebooks.Benchmarks.Peers;

/// <summary>The peer: ClrMD over a snapshot of this process. Taking the snapshot is left out of its time.</summary>
internal sealed class Snapshot : IDisposable
{
    private readonly object[] _root = GC.AllocateArray<object>(1, pinned: true);
    private readonly DataTarget _target;
    private readonly ClrRuntime _runtime;

    public Snapshot(object root)
    {
        _root[0] = root;
        _target = DataTarget.CreateSnapshotAndAttach(Environment.ProcessId);
        _runtime = _target.ClrVersions.Single().CreateRuntime(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "libmscordaccore.so"), ignoreMismatch: true);
    }

    public (long Objects, long Bytes) Size()
    {
        var root = _runtime.Heap.GetObject(ObjectAddress.Of(_root)).AsArray().GetObjectValue(0);
        var seen = new HashSet<ulong> { root.Address };
        var waiting = new Stack<ClrObject>([root]);
        long bytes = 0;
        while (waiting.TryPop(out var obj))
        {
            bytes += (long)obj.Size;
            foreach (var next in obj.EnumerateReferences(carefully: false, considerDependantHandles: false))
            {
                if (seen.Add(next.Address)) waiting.Push(next);
            }
        }
        return (seen.Count, bytes);
    }

    public void Dispose()
    {
        _runtime.Dispose();
        _target.Dispose();
    }
}
