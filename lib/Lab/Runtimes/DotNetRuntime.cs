using System.Runtime.InteropServices;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab.Predicting;

namespace CowNotebooks.Lab.Runtimes;

/// <summary>.NET as a parent: the worker executable, staged in the folder <c>worker</c> beside this assembly.</summary>
internal sealed class DotNetRuntime() : Runtime(
    "dotnet",
    ["boxed-integers", "strings", "integers", "nodes"],
    Workload.Names,
    [Gc.Default.Name, Gc.Collecting.Name, Gc.NoGcRegion.Name])
{
    private const string WorkerName = "CowNotebooks.Worker.dll";

    internal override ParentCommand Command(LabOptions options)
    {
        var worker = Path.Combine(Path.GetDirectoryName(typeof(DotNetRuntime).Assembly.Location)!, "worker", WorkerName);
        if (!File.Exists(worker))
            throw new LabUsageException($"The worker executable is not there: {worker}.", "Run `dotnet build` in the repository's root.");
        return new ParentCommand(Host(), [worker], environment => Adapt(environment, options), "The worker needs the .NET 10 runtime: install the .NET 10 SDK, and run `dotnet build`.");
    }

    internal override long LeastBytesPerElement(Heap heap) => heap.Name switch
    {
        "integers" => 8,
        "strings" => 40,
        _ => 32,
    };

    internal override (WrittenWords? Words, string? Reason) Writes(Workload workload) => workload.Name switch
    {
        "noop" or "iterate" or "read-untouched" or "write-untouched" or "read-cold-file" or "invalid-access" => (WrittenWords.None, null),
        "refcount" => (WrittenWords.Fields, null),
        "lock" or "hash" => (WrittenWords.Headers, null),
        _ when workload.PageStride is not null => (WrittenWords.Fields, null),
        "print" or "allocate" => (null, "it allocates, and where new objects go is the runtime's choice"),
        _ => (null, "what a collection writes depends on what it finds"),
    };

    // See Sizing.ObjectAddress.
    internal override string WordAt(long offset) => offset switch
    {
        < -4 => "padding",
        < 0 => "header word",
        < 8 => "method table",
        _ => "field",
    };

    private static void Adapt(IDictionary<string, string?> environment, LabOptions options)
    {
        ForkGuards.Apply(environment);
        // 3 writes the names of compiled methods to /tmp/perf-PID.map and no other file.
        if (options.TraceFaults) environment["DOTNET_PerfMapEnabled"] = "3";
    }

    /// <summary>The dotnet host that runs this process, or the one of this process's runtime, or the one on PATH.</summary>
    private static string Host()
    {
        if (Path.GetFileName(Environment.ProcessPath) == "dotnet") return Environment.ProcessPath!;
        // <root>/shared/Microsoft.NETCore.App/10.0.0/ ; a self-contained process has no such root.
        var beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        return File.Exists(beside) ? beside : "dotnet";
    }
}
