using System.Runtime.Versioning;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests.Faults;

/// <summary>A file that a command writes cannot be written: it says why and what to do, and what was there before is there still, whole.</summary>
[SupportedOSPlatform("linux")]
internal static class OutputFaults
{
    private const string Whole = "the old file, whole", Full = "disk full",
        ReadOnlyDisk = "disk is read-only", ReadOnlyFolder = "its folder may not be written", ReadOnlyFile = "the file is read-only";
    private const string Old = "what was there before\n";

    // Fills the disk but for what is left: in 4096 bytes the executed notebook has room, and its page of the book has none.
    private const string Filling = """
        using (var file = new System.IO.FileStream($"{Disk}/filler", System.IO.FileMode.Create, System.IO.FileAccess.Write, System.IO.FileShare.Read, 0))
        {
            try { while (Disk.Length > 0) file.Write(new byte[4096]); }
            catch (System.IO.IOException) { file.SetLength(file.Length / 4096 * 4096 - Left); }
        }
        """;

    private static readonly (string Option, Func<string, string[]> Command)[] Options =
    [
        ("measure --csv", path => [.. Measure, "--csv", path]),
        ("measure --record", path => [.. Measure, "--record", path]),
        ("watch --csv", path => ["watch", $"{Environment.ProcessId}", "--for", "100ms", "--csv", path]),
        ("watch --metrics", path => ["watch", $"{Environment.ProcessId}", "--for", "100ms", "--metrics", path]),
    ];

    private static string[] Measure => ["measure", "--runtime", "python", "--workload", "iterate", "--count", "1000"];

    public static IEnumerable<Fault> All =>
    [
        .. from option in Options
           // A log is begun in place, and needs no new file in the folder; what becomes of its rows on a full device is in WatchTests.
           from what in option.Option == "watch --csv" ? new[] { ReadOnlyDisk, ReadOnlyFile } : [Full, ReadOnlyDisk, ReadOnlyFolder, ReadOnlyFile]
           select Of($"cow {option.Option}", what, () => WriteAsync(option.Option, option.Command, what)),
        Of("cow clean", Full, () => CleanAsync(disk => disk.Fill())),
        Of("cow clean", ReadOnlyDisk, () => CleanAsync(disk => disk.BecomeReadOnly())),
        Of("cow run: begins the book", Full, () => RunAsync(disk => disk.Fill(), left: null)),
        Of("cow run: begins the book", ReadOnlyDisk, () => RunAsync(disk => disk.BecomeReadOnly(), left: null)),
        Of("cow run: keeps an executed notebook", Full, () => RunAsync(_ => { }, left: 0)),
        Of("cow run: writes a page of the book", Full, () => RunAsync(_ => { }, left: 4096)),
    ];

    private static Fault Of(string step, string what, Func<Task<Ending>> injectAsync) => new("A file cannot be written", step, what, () =>
    {
        Machine.Requires("python3");
        Machine.RequiresRoot();
        return injectAsync();
    });

    private static async Task<Ending> WriteAsync(string option, Func<string, string[]> command, string what)
    {
        using var disk = new SmallDisk("size=64k,mode=0755");
        var path = disk["results"];
        // As the disk is full to the last page, nor could the old one be written again.
        await File.WriteAllTextAsync(path, Old, TestContext.Current.CancellationToken);
        // A folder that another user may write has a file that only root may, or the other way round.
        if (what == ReadOnlyFile) File.SetUnixFileMode(disk.Folder, (UnixFileMode)0b111_111_111);
        if (what == ReadOnlyFolder) File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
        if (what == ReadOnlyDisk) disk.BecomeReadOnly();
        if (what == Full) disk.Fill();
        var asOther = what is ReadOnlyFile or ReadOnlyFolder;
        // Another user may watch a process of its own alone.
        using var watched = asOther && option.StartsWith("watch", StringComparison.Ordinal) ? new OthersProcess() : null;
        string[] words = watched is null ? command(path) : [.. command(path).Select(word => word == $"{Environment.ProcessId}" ? $"{watched.Pid}" : word)];
        var result = await (asOther ? CowCommand.RunAsNobodyAsync(words) : CowCommand.RunAsync(words));
        var left = Directory.GetFiles(disk.Folder).Select(Path.GetFileName).Where(name => name != "filler");
        Assert.Equal(["results"], left);
        var now = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        return new Ending($"exit code {result.ExitCode}", Line(result),
            now == Old ? Whole : now.Length == 0 ? "the old file is cut off, as a log that begins" : now.EndsWith('\n') ? "whole rows" : "a part").Without(disk.Folder);
    }

    private static async Task<Ending> CleanAsync(Action<SmallDisk> fill)
    {
        using var disk = new SmallDisk("size=64k");
        const string notebook =
            """{"cells":[{"cell_type":"code","execution_count":1,"id":"a","metadata":{},"outputs":[{"name":"stdout","output_type":"stream","text":["1\n"]}],"source":["1"]}],"metadata":{},"nbformat":4,"nbformat_minor":5}""";
        await File.WriteAllTextAsync(disk["x.ipynb"], notebook, TestContext.Current.CancellationToken);
        fill(disk);
        var result = await CowCommand.RunInAsync(disk.Folder, "clean", "x.ipynb");
        Assert.Equal(notebook, await File.ReadAllTextAsync(disk["x.ipynb"], TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFiles(disk.Folder, "*.unfinished"));
        return new Ending($"exit code {result.ExitCode}", Line(result), Whole).Without(disk.Folder);
    }

    /// <summary>A book is written, and then again, when there is no room.</summary>
    private static async Task<Ending> RunAsync(Action<SmallDisk> fill, int? left)
    {
        using var disk = new SmallDisk("size=64m");
        using var repository = new Repository().With("01-a", "//parameters\nvar Disk = \"\";\nvar Left = 0;", $"if (Disk.Length > 0)\n{{\n{Filling}\n}}", "1 + 1", "2 + 2", "3 + 3", "4 + 4");
        var book = disk["book"];
        Assert.Equal(ExitCodes.Ok, (await CowCommand.RunInAsync(repository.Folder, "run", "--out", book)).ExitCode);
        var old = Directory.GetFiles(book).ToDictionary(path => path, File.ReadAllText);
        fill(disk);
        string[] filling = left is { } bytes ? ["-p", $"Disk={disk.Folder}", "-p", $"Left={bytes}"] : [];
        var result = await CowCommand.RunInAsync(repository.Folder, ["run", "--out", book, .. filling]);
        Assert.Equal(old.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(book).Order(StringComparer.Ordinal));
        var changed = old.Where(file => File.ReadAllText(file.Key) != file.Value).Select(file => Path.GetFileName(file.Key)).ToList();
        return new Ending($"exit code {result.ExitCode}", Line(result), changed.Count == 0 ? "all old files, whole" : $"old files, whole, and new: {string.Join(", ", changed)}").Without(disk.Folder);
    }

    private static string Line(CowOutput result) => Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A process of the user nobody.</summary>
    private sealed class OthersProcess : IDisposable
    {
        private readonly System.Diagnostics.Process _process = System.Diagnostics.Process.Start(Machine.Requires("setpriv"), ["--reuid=65534", "--regid=65534", "--clear-groups", "sleep", "600"]);

        public int Pid => _process.Id;

        public void Dispose()
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
