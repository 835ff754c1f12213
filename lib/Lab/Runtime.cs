using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab.Predicting;

namespace CowNotebooks.Lab;

/// <summary>What runs as parent and child.</summary>
public abstract class Runtime
{
    private protected Runtime(string name, IReadOnlyList<string> heaps, IReadOnlyList<string> workloads, IReadOnlyList<string> gcs) =>
        (Name, Heaps, Workloads, Gcs) = (name, heaps, workloads, gcs);

    /// <summary>.NET, the version that the worker executable runs on.</summary>
    public static Runtime DotNet { get; } = new Runtimes.DotNetRuntime();

    /// <summary>CPython 2.7 or later.</summary>
    /// <param name="path">Path or name of the interpreter; by default COW_PYTHON, or else the first python3 on PATH.</param>
    public static Runtime CPython(string? path = null) => new Runtimes.CPythonRuntime(path);

    /// <summary>The names on the command line.</summary>
    public static IReadOnlyList<string> Names { get; } = ["dotnet", "python"];

    /// <summary>The runtime of that name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="interpreter">Path of the interpreter, where there is one.</param>
    /// <exception cref="LabUsageException">No such name, or an interpreter where none is needed.</exception>
    public static Runtime Parse(string name, string? interpreter = null) => name switch
    {
        "dotnet" when interpreter is not null =>
            throw new LabUsageException("The dotnet runtime takes no interpreter.", "Leave --interpreter out, or choose --runtime python."),
        "dotnet" => DotNet,
        "python" => CPython(interpreter),
        _ => throw LabUsageException.Unknown("runtime", name, Names),
    };

    /// <summary>The name on the command line and in reports: "dotnet", "python".</summary>
    public string Name { get; }

    /// <summary>Names of the heaps it can allocate.</summary>
    public IReadOnlyList<string> Heaps { get; }

    /// <summary>Names of the workloads it can run.</summary>
    public IReadOnlyList<string> Workloads { get; }

    /// <summary>Names of the ways to set its collector.</summary>
    public IReadOnlyList<string> Gcs { get; }

    /// <summary>How to start it as a parent.</summary>
    internal abstract ParentCommand Command(LabOptions options);

    /// <summary>Memory that one element takes at the least, bytes: enough to refuse what cannot fit.</summary>
    internal abstract long LeastBytesPerElement(Heap heap);

    /// <summary>Which words of the heap the workload writes; null with a reason when that is not known beforehand.</summary>
    internal abstract (WrittenWords? Words, string? Reason) Writes(Workload workload);

    /// <summary>What an element's word is called that lies so many bytes after the address of the element; negative before it.</summary>
    internal abstract string WordAt(long offset);

    internal void Check(Heap heap)
    {
        if (!Heaps.Contains(heap.Name)) throw LabUsageException.Unknown($"heap for {Name}", heap.Name, Heaps);
    }

    internal void Check(Workload workload)
    {
        if (!Workloads.Contains(workload.Name) && workload.PageStride is null) throw LabUsageException.Unknown($"workload for {Name}", workload.Name, Workloads);
        if (workload.PageStride is not null && !Workloads.Any(name => name.Contains(':'))) throw LabUsageException.Unknown($"workload for {Name}", workload.Name, Workloads);
    }

    internal void Check(Gc gc)
    {
        if (!Gcs.Contains(gc.Name)) throw LabUsageException.Unknown($"gc for {Name}", gc.Name, Gcs);
    }
}
