namespace CowNotebooks.Cow.Tests;

/// <summary>A /proc of the test's own, gone when the test ends.</summary>
internal sealed class ProcTree : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("cow-proc-").FullName;

    /// <summary>One of tests/fixtures/proc.</summary>
    public static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "proc", name);

    /// <summary>A process with these figures in kB; a null one is not in its rollup.</summary>
    public ProcTree With(int pid, long? pss, long? uss, int parent = 1, string name = "app", long? swap = 0, long? swapPss = 0, long? hugetlb = 0)
    {
        (string Name, long? Kilobytes)[] fields = [("Rss", pss), ("Pss", pss), ("Private_Clean", 0), ("Private_Dirty", uss), ("Private_Hugetlb", hugetlb), ("Swap", swap), ("SwapPss", swapPss)];
        return With(pid, string.Concat(fields.Where(field => field.Kilobytes is not null)
            .Select(field => $"{field.Name}: {field.Kilobytes} kB\n").Prepend("1000-2000 ---p 00000000 00:00 0 [rollup]\n")), parent, name);
    }

    /// <summary>A process with this text as its rollup; with none when it is null.</summary>
    public ProcTree With(int pid, string? rollup, int parent = 1, string name = "app", char state = 'S', uint flags = 4194304)
    {
        if (rollup is not null) Write($"{pid}/smaps_rollup", rollup);
        return Write($"{pid}/stat", $"{pid} ({name}) {state} {parent} 1 1 0 -1 {flags} 1 2 3 4 5 6 7 8 20 0 1 0 100 4096 1\n");
    }

    public ProcTree Write(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
