using System.Diagnostics;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab;

namespace CowNotebooks.Tests;

/// <summary>Ruby, PHP and Perl as parents: what a child does that does nothing, and what is told when something goes wrong.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class ScriptMishapTests(ITestOutputHelper output)
{
    private const string Endless = "endless", Wrong = "wrong", Value = "value", Print = "print";

    // By runtime: cells in its language.
    private static readonly Dictionary<string, Dictionary<string, string>> Cells = new()
    {
        ["ruby"] = new() { [Endless] = "loop { }", [Wrong] = "raise 'gone'", [Value] = "kept = [1, 'a']", [Print] = "puts 'said'\n$stderr.puts 'and'\nputs kept.size" },
        ["php"] = new()
        {
            [Endless] = "while (true) { }",
            [Wrong] = "throw new Exception('gone');",
            [Value] = "$kept = [1, 'a'];",
            [Print] = "echo \"said\\n\";\nfwrite(STDERR, \"and\\n\");\necho count($kept), \"\\n\";"
        },
        ["perl"] = new() { [Endless] = "while (1) { }", [Wrong] = "die 'gone'", [Value] = "@kept = (1, 'a');", [Print] = "print \"said\\n\"; print STDERR \"and\\n\"; print scalar(@kept), \"\\n\";" },
    };

    public static TheoryData<string> Runtimes => [.. Cells.Keys];

    public static TheoryData<string, bool> Victims => [.. from runtime in Cells.Keys from isChild in new[] { true, false } select (runtime, isChild)];

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task A_cell_that_does_nothing_copies_nothing_and_a_child_that_waits_is_quiet(string runtime)
    {
        using var checker = new OutsideChecker();
        await using var lab = await ScriptRuntimes.OpenAsync(runtime, new LabOptions { Measured = checker.Look });
        var heap = Runtime.Parse(runtime).Catalogue.Heaps[^1].Name;
        await lab.AllocateAsync(Heap.Parse(heap, 50_000), ScriptRuntimes.Cancel);
        await using var child = await lab.ForkAsync(cancel: ScriptRuntimes.Cancel);
        var runs = new List<OutsideFigures>();
        for (var i = 0; i < 5; i++)
        {
            await child.RunAsync(Workload.Noop, cancel: ScriptRuntimes.Cancel);
            runs.Add(checker.Compare());
            output.WriteLine($"{runtime} holds {heap}: {runs[^1]}");
        }

        // Once in a while a page of the allocator's is the next one. What is private of files changes with strangers: without that USS does not grow.
        Assert.True(runs.Count(run => run is { Copied: 0, New: 0, Faults: 0 } && run.Uss == run.Files) >= 4);
        Assert.All(runs, run => Assert.InRange(run.Faults, 0, 2));

        checker.Look(child.Pid, isAfter: false);
        await Task.Delay(500, ScriptRuntimes.Cancel);
        checker.Look(child.Pid, isAfter: true);
        var waited = checker.Compare();
        Assert.Equal(new OutsideFigures(0, 0, 0, 0, 0, 0, ""), waited with { Uss = 0, Files = 0 });
        Assert.Equal(waited.Uss, waited.Files);
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task What_a_cell_defines_stays_and_what_it_prints_is_kept_in_order(string runtime)
    {
        await using var lab = await ScriptRuntimes.OpenAsync(runtime);
        await lab.RunAsync(Cells[runtime][Value], ScriptRuntimes.Cancel);
        Assert.Equal("said\nand\n2\n", (await lab.RunAsync(Cells[runtime][Print], ScriptRuntimes.Cancel)).Output);
        await using var child = await lab.ForkAsync(cancel: ScriptRuntimes.Cancel);
        Assert.Equal("said\nand\n2\n", (await child.RunAsync(Cells[runtime][Print], cancel: ScriptRuntimes.Cancel)).Output);
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task An_error_is_told_and_parent_and_child_go_on(string runtime)
    {
        await using var lab = await ScriptRuntimes.OpenAsync(runtime);
        var cell = Cells[runtime][Wrong];
        Assert.Contains("gone", Assert.IsType<Raised>((await lab.RunAsync(cell, ScriptRuntimes.Cancel)).Outcome).Message, StringComparison.Ordinal);
        await using var child = await lab.ForkAsync(cancel: ScriptRuntimes.Cancel);
        Assert.Contains("gone", Assert.IsType<Raised>((await child.RunAsync(cell, cancel: ScriptRuntimes.Cancel)).Outcome).Message, StringComparison.Ordinal);
        Assert.Equal("2", (await child.RunAsync("1 + 1", cancel: ScriptRuntimes.Cancel)).Value);
    }

    [Theory]
    [InlineData("ruby", "x = 5 end", "cell:1: ")]
    [InlineData("ruby", "x = 5\n\nfoo(", "cell:3: ")]
    [InlineData("perl", "$x = 1;\n\nfoo(", "at cell line 3, at EOF")]
    [InlineData("perl", "die 'gone'", "gone at cell line 1.")]
    [InlineData("php", "$x = 1;\n\nfoo(", "unexpected end of file in cell:3")]
    [InlineData("php", "break;", "'break' not in the 'loop' or 'switch' context in cell:1")]
    [InlineData("php", "$x = 1;\nfunction f() { return $x[]; }", "Cannot use [] for reading in cell:2")]
    public async Task An_error_names_the_line_of_the_cell_and_nothing_of_ours_and_the_child_goes_on(string runtime, string cell, string says)
    {
        await using var lab = await ScriptRuntimes.OpenAsync(runtime);
        await using var child = await lab.ForkAsync(cancel: ScriptRuntimes.Cancel);
        var said = Assert.IsType<Raised>((await child.RunAsync(cell, cancel: ScriptRuntimes.Cancel)).Outcome).Text;
        Assert.Contains(says, said, StringComparison.Ordinal);
        Assert.DoesNotContain("part=nil", said, StringComparison.Ordinal);
        Assert.DoesNotContain("parent.p", said, StringComparison.Ordinal);
        Assert.Equal("2", (await child.RunAsync("1 + 1", cancel: ScriptRuntimes.Cancel)).Value);
    }

    [Theory]
    [InlineData("ruby", "fork; 7")]
    [InlineData("perl", "fork; 7")]
    [InlineData("php", "pcntl_fork(); 7")]
    public async Task A_cell_that_forks_is_answered_once_by_the_process_that_was_asked(string runtime, string cell)
    {
        await using var lab = await ScriptRuntimes.OpenAsync(runtime);
        // Whose answer comes first is chance: enough times that a second one would be seen.
        for (var i = 0; i < 5; i++) Assert.Equal("7", (await lab.RunAsync(cell, ScriptRuntimes.Cancel)).Value);
        await using var child = await lab.ForkAsync(cancel: ScriptRuntimes.Cancel);
        for (var i = 0; i < 5; i++) Assert.Equal("7", (await child.RunAsync(cell, cancel: ScriptRuntimes.Cancel)).Value);
        Assert.Equal("2", (await child.RunAsync("1 + 1", cancel: ScriptRuntimes.Cancel)).Value);
    }

    [Theory]
    [MemberData(nameof(Victims))]
    public async Task An_interpreter_that_is_killed_in_mid_cell_is_a_named_outcome_and_leaves_nothing_behind(string runtime, bool killTheChild)
    {
        int parent, pid;
        await using (var lab = await ScriptRuntimes.OpenAsync(runtime))
        {
            await using var child = await lab.ForkAsync(cancel: ScriptRuntimes.Cancel);
            (parent, pid) = (lab.ParentPid, child.Pid);
            var running = child.RunAsync(Cells[runtime][Endless], cancel: ScriptRuntimes.Cancel);
            await Processes.UntilAsync(() => IsBusy(pid));
            Process.GetProcessById(killTheChild ? pid : parent).Kill();

            Assert.Equal(
                killTheChild ? "The child was killed by SIGKILL while running 'own code'." : "The parent was killed by SIGKILL while the child was running 'own code'.",
                (await running).Outcome.ToString());
        }

        await Survivors.AssertNoneAsync(parent, pid);
    }

    [Theory]
    [InlineData("ruby", "/bin/cat")]
    [InlineData("php", "/bin/true")]
    [InlineData("perl", "/nowhere/perl")]
    public async Task An_interpreter_that_is_none_is_a_sentence_with_a_remedy(string runtime, string path)
    {
        var error = await Assert.ThrowsAsync<ParentNotStartedException>(() => Laboratory.OpenAsync(Runtime.Parse(runtime, path), cancel: ScriptRuntimes.Cancel));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains($"COW_{runtime.ToUpperInvariant()}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ruby", "exec ruby -r./old \"$@\"", "This is Ruby 2.4.0, and the oldest that can be measured is 2.7")]
    [InlineData("php", "exec php -d disable_functions=dl \"$@\"", "This PHP has no extension FFI")]
    public async Task A_version_that_is_too_old_and_an_extension_that_is_missing_are_named(string runtime, string wrapper, string says)
    {
        Requires.Runtime(runtime);
        var folder = Directory.CreateTempSubdirectory("cow-test-").FullName;
        try
        {
            var path = Path.Combine(folder, "interpreter");
            await File.WriteAllTextAsync(path, $"#!/bin/sh\ncd {folder}\n{wrapper}\n", ScriptRuntimes.Cancel);
            await File.WriteAllTextAsync(Path.Combine(folder, "old.rb"), "Object.send(:remove_const, :RUBY_VERSION)\nRUBY_VERSION = '2.4.0'\n", ScriptRuntimes.Cancel);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            var error = await Assert.ThrowsAsync<ParentNotStartedException>(() => Laboratory.OpenAsync(Runtime.Parse(runtime, path), cancel: ScriptRuntimes.Cancel));

            Assert.Contains(says, error.Message, StringComparison.Ordinal);
            Assert.Contains($"COW_{runtime.ToUpperInvariant()}", error.Message, StringComparison.Ordinal);
            await Survivors.AssertNoChildrenAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // It has used processor time since it was forked: fields 14 of /proc/PID/stat, after the last bracket.
    private static bool IsBusy(int pid) => int.Parse(File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].Split(' ')[12]) > 10;
}
