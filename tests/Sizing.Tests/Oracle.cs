using System.Runtime.InteropServices;
using Microsoft.Diagnostics.Runtime;

namespace CowNotebooks.Sizing.Tests;

/// <summary>
/// The sizes that ClrMD reads from a snapshot of this process: another reader, through the runtime's own debugging library.
/// It knows by name where a walk stops, so that it shares nothing with what it judges.
/// </summary>
public sealed class Oracle : IDisposable
{
    private static readonly string[] RuntimeOwned =
    [
        "System.Reflection.MemberInfo", "System.Reflection.ParameterInfo", "System.Reflection.Module", "System.Reflection.Assembly",
        "System.Runtime.Loader.AssemblyLoadContext", "System.Threading.Thread", "System.Globalization.CultureInfo", "System.Reflection.LoaderAllocator",
    ];

    // Pinned, so that its address is the same in the snapshot.
    private readonly object[] _roots = GC.AllocateArray<object>(Shapes.All.Count, pinned: true);
    private readonly Dictionary<string, int> _index = [];
    private readonly DataTarget? _snapshot;
    private readonly ClrRuntime? _runtime;

    public Oracle()
    {
        foreach (var (name, root) in Shapes.All)
        {
            _index[name] = _index.Count;
            _roots[_index[name]] = root;
        }
        try
        {
            _snapshot = DataTarget.CreateSnapshotAndAttach(Environment.ProcessId);
        }
        catch (Exception refused) when (refused is not OutOfMemoryException)
        {
            Refusal = $"No snapshot of this process could be taken ({refused.Message}). Allow ptrace and unset DOTNET_EnableDiagnostics.";
            return;
        }
        try
        {
            var library = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "libmscordaccore.so");
            _runtime = _snapshot.ClrVersions.Single().CreateRuntime(library, ignoreMismatch: true);
        }
        catch
        {
            // The snapshot is a file of some 200 MB.
            _snapshot.Dispose();
            throw;
        }
    }

    /// <summary>Why there is no oracle on this machine; null when there is one.</summary>
    public string? Refusal { get; }

    /// <summary>Objects and bytes by type, of everything the shape keeps reachable.</summary>
    public Dictionary<ulong, (long Objects, long Bytes)> Size(string shape)
    {
        var roots = _runtime!.Heap.GetObject(ObjectAddress.Of(_roots));
        var root = roots.AsArray().GetObjectValue(_index[shape]);
        var seen = new HashSet<ulong> { root.Address };
        var waiting = new Stack<ClrObject>([root]);
        var byType = new Dictionary<ulong, (long Objects, long Bytes)>();
        while (waiting.TryPop(out var obj))
        {
            // Not every type has a name here: those built at run time have none.
            var type = obj.Type!.MethodTable;
            var (objects, bytes) = byType.GetValueOrDefault(type);
            byType[type] = (objects + 1, bytes + (long)((obj.Size + 7) & ~7UL));
            foreach (var next in obj.EnumerateReferences(carefully: false, considerDependantHandles: false))
            {
                if (!IsRuntimeOwned(next.Type!) && seen.Add(next.Address)) waiting.Push(next);
            }
        }
        return byType;
    }

    public void Dispose()
    {
        _runtime?.Dispose();
        _snapshot?.Dispose();
        GC.KeepAlive(_roots);
    }

    private static bool IsRuntimeOwned(ClrType type)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (RuntimeOwned.Contains(at.Name)) return true;
        }
        return false;
    }
}
