using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab.Predicting;

namespace CowNotebooks.Lab.Runtimes;

/// <summary>CPython as a parent: a script with the same roles and the same protocol.</summary>
internal sealed class CPythonRuntime(string? path) : Runtime(
    "python",
    ["integers", "strings", "lists", "tuples", "dicts"],
    ["noop", "iterate", "print", "collect0", "collect1", "collect2", "invalid-access"],
    [Gc.Default.Name, Gc.Threshold0.Name, Gc.Disabled.Name, Gc.Frozen.Name])
{
    internal override ParentCommand Command(LabOptions options)
    {
        var chosen = path ?? Environment.GetEnvironmentVariable("COW_PYTHON");
        var program = string.IsNullOrEmpty(chosen) ? "python3" : chosen;
        // Without site packages and user settings, so that every machine measures the same interpreter; both switches are in 2.7 and 3.
        return new ParentCommand(
            program.Contains('/') ? Path.GetFullPath(program) : program,
            ["-E", "-s", "-S", "-B", "-c", Script()],
            _ => { },
            "Install CPython (Debian: apt-get install python3), or name another interpreter with --interpreter PATH or COW_PYTHON.");
    }

    internal override long LeastBytesPerElement(Heap heap) => heap.Name switch
    {
        "integers" => 8 + 32,
        "strings" => 8 + 56,
        "lists" => 8 + 64 + 16 + 32,
        "tuples" => 8 + 48 + 32,
        _ => 8 + 184 + 32,
    };

    internal override (WrittenWords? Words, string? Reason) Writes(Workload workload) => workload.Name switch
    {
        "noop" or "invalid-access" => (WrittenWords.None, null),
        // Each element's reference count goes up when the loop takes it and down when the loop lets it go.
        "iterate" => (WrittenWords.Headers, null),
        "print" => (null, "it allocates, and where new objects go is the runtime's choice"),
        _ => (null, "what a collection writes depends on what it finds"),
    };

    // Include/object.h: ob_refcnt, ob_type; the collector's header of containers lies before both (Include/internal/pycore_gc.h).
    internal override string WordAt(long offset) => offset switch
    {
        < 0 => "collector's header",
        < 8 => "reference count",
        < 16 => "type",
        _ => "value",
    };

    private static string Script()
    {
        using var stream = typeof(CPythonRuntime).Assembly.GetManifestResourceStream("cpython.py")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
