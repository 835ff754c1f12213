using CowNotebooks.Lab;
using CowNotebooks.Lab.Recording;

namespace CowNotebooks.Tests;

/// <summary>Settings side by side, kept for machines that lack the runtime.</summary>
public sealed class WhatIfRecordingTests : IDisposable
{
    private static readonly Heap Old = Heap.Own("old = [[i] for i in range(20003)]", "load.py");
    private static readonly Workload Kept = Workload.Own("kept = [[i] for i in range(20000)]", "work.py");

    private readonly string _folder = Directory.CreateTempSubdirectory("cow-test-").FullName;

    private string File => Path.Combine(_folder, "what-if.csv");

    [Fact]
    public async Task Where_the_runtime_is_missing_a_recording_says_what_was_measured_and_that_it_was_recorded()
    {
        Requires.Program("Install CPython: apt-get install python3.", "python3");
        var measured = await WhatIf.RunOrRecordedAsync(File, Runtime.CPython(), Old, Kept, workers: 2, cancel: TestContext.Current.CancellationToken);
        Assert.False(System.IO.File.Exists(File), "it was not asked to record");
        WhatIfRecording.Save(measured, File);

        var recorded = await WhatIf.RunOrRecordedAsync(File, Runtime.CPython("/nowhere/python3"), Old, Kept, workers: 2, cancel: TestContext.Current.CancellationToken);

        // Page maps are not kept.
        foreach (var column in MeasuredColumns.OfSettings.Where(column => column.Name is not ("copiedPages" or "identicalPages")))
            Assert.Equal(measured.Rows.Select(column.Of), recorded.Rows.Select(column.Of));
        foreach (var column in MeasuredColumns.Of(measured.Default).Where(column => column.Name is not ("copiedPages" or "identicalPages")))
            Assert.Equal(measured.Default.Points.Select(column.Of), recorded.Default.Points.Select(column.Of));
        Assert.Equal(measured.Rows.Select(row => row.Gc.Name), recorded.Rows.Select(row => row.Gc.Name));
        Assert.Equal(("load.py", "work.py"), (recorded.Default.Heap.Name, recorded.Default.Workload.Name));
        Assert.Contains(recorded.Notes,
            note => note.StartsWith("This was not measured now: it was recorded on ", StringComparison.Ordinal) && note.Contains("/nowhere/python3", StringComparison.Ordinal));
        Assert.EndsWith(" (This was recorded, not measured now.)", recorded.ToString(), StringComparison.Ordinal);
        Assert.All(recorded.Rows, row => Assert.Null(row.Run!.Copied));
    }

    [Theory]
    [InlineData(null, "There is no recording")]
    [InlineData("a,b\n1,2\n", "is not a recording of settings side by side.")]
    [InlineData("# runtime: python\n# runtime: ruby\n", "is not a recording of settings side by side.")]
    [InlineData("# provenance: here\n# runtime: python\n# runtimeVersion: 3\n# heap: h\n# workload: w\n# availableBytes: 1\ngc,workers,process,moment,fileBytes\n",
        "is not a recording of settings side by side.")]
    [InlineData("# provenance: here\n# runtime: python\n# runtimeVersion: 3\n# heap: h\n# workload: w\n# availableBytes: 1\ngc,workers,process,moment,fileBytes\ndefault,1,0,waiting,\ndefault,1,1,waiting,\n",
        "is not a recording of settings side by side.")]
    public async Task A_recording_that_is_none_is_refused_with_the_remedy(string? text, string message)
    {
        if (text is not null) await System.IO.File.WriteAllTextAsync(File, text, TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<LabUsageException>(() =>
            WhatIf.RunOrRecordedAsync(File, Runtime.CPython("/nowhere/python3"), Old, Kept, cancel: TestContext.Current.CancellationToken));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("/nowhere/python3", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
