using CowNotebooks.Lab;
using CowNotebooks.Lab.Starting;
using Mono.Unix.Native;

namespace CowNotebooks.Tests;

/// <summary>Settings that a runtime reads once, when it starts: lines of the setting's file say what the parent is started with.</summary>
public sealed class StartSettingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cow-parent-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_parent_is_started_with_the_environment_and_the_arguments_of_the_setting()
    {
        var mine = Mine("# environment: COW_PROBE=one=two | the reason\n# environment: PYTHONHASHSEED=0\n# argument: -X\n# argument: probe=yes\n# runs in: start\nraise ValueError('it is run')\n");
        await using var lab = await Laboratory.OpenAsync(mine, options: new LabOptions { Gc = Gc.Parse("mine") }, cancel: Cancel);
        Assert.Equal("('one=two', '0', {'probe': 'yes'})", await ShownAsync(lab));
        // The setting is that of each child, and nothing of it is run.
        await using var child = await lab.ForkAsync(cancel: Cancel);
        Assert.Equal("mine", child.Gc.Name);
        Assert.Equal(0, (await child.RunAsync("", cancel: Cancel)).Copied!.Count);
    }

    [Fact]
    public async Task Its_code_is_run_in_the_parent_that_was_started_so()
    {
        var mine = Mine("# environment: COW_PROBE=1\n# runs in: parent\nimport os\nprobe = os.environ['COW_PROBE']\n");
        var report = await Experiment.RunAsync(mine, Heap.Own("x = 1"), Workload.Own("probe"), Gc.Parse("mine"), cancel: Cancel);
        Assert.Equal("'1'", report.Run.Value);
        Assert.Equal("mine", report.Gc.Name);
    }

    [Fact]
    public async Task Without_it_a_parent_is_started_as_ever()
    {
        await using var lab = await Laboratory.OpenAsync(Mine("# environment: COW_PROBE=1\n# runs in: start\n"), cancel: Cancel);
        Assert.Equal("(None, None, {})", await ShownAsync(lab));
        var error = await Assert.ThrowsAsync<LabUsageException>(() => lab.ForkAsync(Gc.Parse("mine"), Cancel));
        Assert.Equal("The setting 'mine' applies when the parent starts, and this parent was started without it. Open the laboratory with it: new LabOptions { Gc = Gc.Parse(\"mine\") }.",
            error.Message);
    }

    [Fact]
    public async Task A_setting_that_the_runtime_does_not_have_is_refused_before_anything_is_allocated()
    {
        var error = await Assert.ThrowsAsync<LabUsageException>(() => Laboratory.OpenAsync(Mine(""), options: new LabOptions { Gc = Gc.Parse("fly") }, cancel: Cancel));
        Assert.StartsWith("There is no gc 'fly'", error.Message);
        Assert.Contains("mine", error.Message);
    }

    [Fact]
    public void An_environment_line_without_a_value_is_named()
    {
        var error = Assert.Throws<LabUsageException>(() => Mine("# environment: COW_PROBE\n").Catalogue);
        Assert.Contains("settings/mine.py says 'environment: COW_PROBE', which names no variable and its value. Write environment: NAME=VALUE.", error.Message);
    }

    // A program of one's own, which is not on the list of runtimes: its catalogue is beside it.
    private Runtime Mine(string setting)
    {
        var python = Requires.Program("Install CPython (Debian: apt-get install python3).", "python3");
        foreach (var file in new[] { "parent.py", "sizing.py" }) File.Copy(Path.Combine(StartFile.Parents, "python", file), Path.Combine(_folder, file));
        Directory.CreateDirectory(Path.Combine(_folder, "catalogue/settings"));
        File.WriteAllText(Path.Combine(_folder, "catalogue/settings/mine.py"), setting);
        var program = Path.Combine(_folder, "mine");
        // The arguments of a setting come first, and those before the last one are the interpreter's.
        File.WriteAllText(program, $"""
            #!/bin/sh
            for folder; do :; done
            [ $# = 1 ] || exec {python} -B "$1" "$2" {_folder}/parent.py "$folder"
            exec {python} -B {_folder}/parent.py "$folder"
            """);
        Assert.Equal(0, Syscall.chmod(program, FilePermissions.S_IRWXU));
        return Runtime.Parse(program);
    }

    private static async Task<string?> ShownAsync(Laboratory lab)
    {
        await using var child = await lab.ForkAsync(Gc.Default, Cancel);
        return (await child.RunAsync("import os, sys\nos.environ.get('COW_PROBE'), os.environ.get('PYTHONHASHSEED'), sys._xoptions", cancel: Cancel)).Value;
    }
}
