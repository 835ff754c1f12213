using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab;
using CowNotebooks.Procfs;
using Mono.Unix.Native;

namespace CowNotebooks.Tests;

/// <summary>
/// A parent or a child is killed at each step of its life: it is named, nothing is left, nothing stays stopped. What becomes of both when the observer is
/// killed is in Cow.Tests.
/// </summary>
public sealed class KillTests : IDisposable
{
    private const string DotNet = "dotnet", Python = "python";
    private static readonly ProcFs Proc = new();

    // A cell makes this file when it has come to where it shall be killed.
    private readonly string _begun = Path.Combine(Path.GetTempPath(), $"cow-test-{Guid.NewGuid():N}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_begun);

    [Theory]
    [InlineData(Signum.SIGKILL, "was killed by SIGKILL while starting")]
    [InlineData(Signum.SIGSTOP, "did not answer as a parent should")]
    public async Task A_parent_killed_or_stopped_while_starting(Signum signal, string says)
    {
        // A python that never comes to say ready.
        var program = $"{_begun}.sh";
        await File.WriteAllTextAsync(program, $"#!/bin/sh\necho $$ > {_begun}\nexec sleep 600\n", Cancel);
        Assert.Equal(0, Syscall.chmod(program, FilePermissions.S_IRWXU));
        try
        {
            var opening = Laboratory.OpenAsync(Runtime.CPython(program), options: new LabOptions { StartLimit = TimeSpan.FromSeconds(signal == Signum.SIGKILL ? 60 : 1) }, cancel: Cancel);
            await UntilAsync(() => File.Exists(_begun) && File.ReadAllText(_begun).EndsWith('\n'));
            var pid = int.Parse(await File.ReadAllTextAsync(_begun, Cancel));
            await UntilAsync(() => Proc.Process(pid).CommandLine() is ["sleep", ..]);
            Kill(pid, signal);

            var error = await Assert.ThrowsAsync<ParentNotStartedException>(() => opening);
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
            await Survivors.AssertNoneAsync(pid);
        }
        finally
        {
            File.Delete(program);
        }
    }

    [Theory]
    [InlineData(DotNet, "dotnet", "CowNotebooks.DotNetParent.dll")]
    [InlineData(Python, "python3", "parent.py")]
    public async Task A_parent_whose_observer_is_gone_before_it_comes_leaves_by_itself(string runtime, string program, string file)
    {
        if (runtime == Python) Requires.Program("Install CPython: apt-get install python3.", program);
        var folder = Directory.CreateTempSubdirectory("cow-test-").FullName;
        try
        {
            foreach (var name in new[] { "lifeline", "requests", "answers" }) Assert.Equal(0, Syscall.mkfifo(Path.Combine(folder, name), FilePermissions.S_IRWXU));
            await File.WriteAllTextAsync(Path.Combine(folder, "output"), "", Cancel);
            using var parent = System.Diagnostics.Process.Start(program, [Path.Combine(AppContext.BaseDirectory, "parents", runtime, file), folder]);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            limit.CancelAfter(TimeSpan.FromSeconds(20));
            try
            {
                await parent.WaitForExitAsync(limit.Token);
            }
            finally
            {
                if (!parent.HasExited) parent.Kill();
            }

            Assert.Equal(0, parent.ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(DotNet)]
    [InlineData(Python)]
    public async Task A_parent_killed_while_it_runs_a_cell(string runtime)
    {
        await InFamilyAsync(runtime, async (lab, _) =>
        {
            var running = lab.RunAsync(Endless(runtime), Cancel);
            await BegunAsync();
            Kill(lab.ParentPid);
            await AssertParentNamedAsync(running, "running 'own code'");
        });
    }

    [Theory]
    [InlineData("before", true, "The parent was killed by SIGKILL while forking.")]
    [InlineData("after_in_parent", true, "The parent was killed by SIGKILL while forking.")]
    [InlineData("after_in_child", true, "The parent was killed by SIGKILL while the child was starting.")]
    [InlineData("after_in_child", false, "The child was killed by SIGKILL while starting.")]
    public async Task A_parent_or_child_killed_while_forking(string where, bool killTheParent, string says)
    {
        await InFamilyAsync(Python, async (lab, first) =>
        {
            await lab.RunAsync($"import os, time\ndef wait():\n    open({Quoted(_begun)}, 'w').write(str(os.getpid()) + '.')\n    time.sleep(600)\nos.register_at_fork({where}=wait)", Cancel);
            var forking = lab.ForkAsync(cancel: Cancel);
            await UntilAsync(() => File.Exists(_begun) && File.ReadAllText(_begun).EndsWith('.'));
            int[] children = [.. Proc.Process(lab.ParentPid).Children()];
            Kill(killTheParent ? lab.ParentPid : children.Single(pid => pid != first.Pid));

            var error = await Assert.ThrowsAsync<ProcessFailedException>(() => forking);
            Assert.StartsWith(says, error.Message, StringComparison.Ordinal);
            if (!killTheParent) Assert.True((await first.RunAsync("1", cancel: Cancel)).Outcome.IsCompleted);
            return children;
        });
    }

    [Theory]
    [InlineData(DotNet, true)]
    [InlineData(DotNet, false)]
    [InlineData(Python, true)]
    [InlineData(Python, false)]
    public async Task A_parent_or_child_killed_while_the_child_prepares(string runtime, bool killTheParent)
    {
        await InFamilyAsync(runtime, async (lab, child) =>
        {
            // It cannot take the request, so it is killed before it has answered.
            Kill(child.Pid, Signum.SIGSTOP);
            var running = child.RunAsync("1 + 1", cancel: Cancel);
            await Task.Delay(100, Cancel);
            Kill(killTheParent ? lab.ParentPid : child.Pid);
            AssertNamed(await running, killTheParent, "preparing 'own code'");
        });
    }

    [Theory]
    [InlineData(DotNet, true)]
    [InlineData(DotNet, false)]
    [InlineData(Python, true)]
    [InlineData(Python, false)]
    public async Task A_parent_or_child_killed_while_the_child_runs_and_the_parent_is_stopped(string runtime, bool killTheParent)
    {
        await InFamilyAsync(runtime, async (lab, child) =>
        {
            var running = child.RunAsync(Endless(runtime), cancel: Cancel);
            await BegunAsync();
            Assert.Equal('T', Proc.Process(lab.ParentPid).Stat().State);
            Kill(killTheParent ? lab.ParentPid : child.Pid);
            AssertNamed(await running, killTheParent, "running 'own code'");
        });
    }

    [Theory]
    [InlineData(DotNet, true)]
    [InlineData(DotNet, false)]
    [InlineData(Python, true)]
    [InlineData(Python, false)]
    public async Task A_parent_or_child_killed_while_the_child_shows_its_value(string runtime, bool killTheParent)
    {
        await InFamilyAsync(runtime, async (lab, child) =>
        {
            var code = runtime == Python
                ? $"class Slow(object):\n    def __repr__(self):\n        open({Quoted(_begun)}, 'w').close()\n        while True: pass\nSlow()"
                : $"class Slow {{ public override string ToString() {{ File.WriteAllText({Quoted(_begun)}, \"\"); while (true) {{ }} }} }}\nnew Slow()";
            var running = child.RunAsync(code, cancel: Cancel);
            await BegunAsync();
            Kill(killTheParent ? lab.ParentPid : child.Pid);
            AssertNamed(await running, killTheParent, "showing the value of 'own code'");
        });
    }

    [Theory]
    [InlineData(DotNet, true, 3)]
    [InlineData(DotNet, false, 3)]
    [InlineData(Python, true, 3)]
    [InlineData(Python, false, 3)]
    [InlineData(Python, false, 1)]
    public async Task A_parent_or_child_killed_while_the_child_waits_between_slices_and_the_parent_is_stopped(string runtime, bool killTheParent, int slices)
    {
        await InFamilyAsync(runtime, async (lab, child) =>
        {
            var run = await child.RunAsync("1 + 1", slices, new OnReport(() => Kill(killTheParent ? lab.ParentPid : child.Pid)), Cancel);
            AssertNamed(run, killTheParent, slices > 1 ? "running 'own code'" : "showing the value of 'own code'");
            // What was measured until then is there.
            Assert.InRange(run.Points.Count, 2, 3);
        });
    }

    [Theory]
    [InlineData(DotNet, true)]
    [InlineData(DotNet, false)]
    [InlineData(Python, true)]
    [InlineData(Python, false)]
    public async Task A_parent_or_child_killed_while_both_wait_is_named_when_the_next_cell_comes(string runtime, bool killTheParent)
    {
        await InFamilyAsync(runtime, async (lab, child) =>
        {
            Kill(killTheParent ? lab.ParentPid : child.Pid);
            var run = await child.RunAsync("1 + 1", cancel: Cancel);
            AssertNamed(run, killTheParent, "preparing 'own code'");
            Assert.Equal(run.Outcome, (await child.RunAsync("1 + 1", cancel: Cancel)).Outcome);
            if (killTheParent)
            {
                await AssertParentNamedAsync(lab.RunAsync("1 + 1", Cancel), "running 'own code'");
                await AssertParentNamedAsync(lab.ForkAsync(cancel: Cancel), "forking");
            }
            else
            {
                Assert.Equal("2", (await lab.RunAsync("1 + 1", Cancel)).Value);
                await using var next = await lab.ForkAsync(cancel: Cancel);
                Assert.Equal("2", (await next.RunAsync("1 + 1", cancel: Cancel)).Value);
            }
        });
    }

    [Theory]
    [InlineData(DotNet)]
    [InlineData(Python)]
    public async Task A_parent_without_a_child_killed_while_it_waits_is_named_when_the_next_cell_comes(string runtime)
    {
        await InFamilyAsync(runtime, async (lab, child) =>
        {
            await child.DisposeAsync();
            Kill(lab.ParentPid);
            await AssertParentNamedAsync(lab.RunAsync("1 + 1", Cancel), "running 'own code'");
        });
    }

    [Theory]
    [InlineData(DotNet)]
    [InlineData(Python)]
    public async Task A_parent_goes_on_whose_child_was_killed_unseen(string runtime)
    {
        await InFamilyAsync(runtime, async (lab, child) =>
        {
            Kill(child.Pid);
            Assert.Equal("2", (await lab.RunAsync("1 + 1", Cancel)).Value);
            Assert.Equal("The child was killed by SIGKILL while preparing 'own code'.", (await child.RunAsync("1", cancel: Cancel)).Outcome.ToString());
        });
    }

    [Theory]
    [InlineData(DotNet)]
    [InlineData(Python)]
    public async Task A_child_or_parent_that_a_stranger_stops_is_named_and_ended(string runtime)
    {
        var options = new LabOptions { TimeLimit = TimeSpan.FromSeconds(1) };
        await InFamilyAsync(runtime, async (lab, child) =>
        {
            Kill(child.Pid, Signum.SIGSTOP);
            Assert.Equal("The child did not answer within 1 s while preparing 'own code', and was ended.", Assert.IsType<TimedOut>((await child.RunAsync("1", cancel: Cancel)).Outcome).ToString());
            await using var next = await lab.ForkAsync(cancel: Cancel);
            var run = await next.RunAsync("1", 3, new OnReport(() => Kill(next.Pid, Signum.SIGSTOP)), Cancel);
            Assert.Equal("The child did not answer within 1 s while running 'own code', and was ended.", Assert.IsType<TimedOut>(run.Outcome).ToString());
            Kill(lab.ParentPid, Signum.SIGSTOP);
            var error = await Assert.ThrowsAsync<ProcessFailedException>(() => lab.RunAsync("1", Cancel));
            Assert.StartsWith("The parent did not answer within 1 s while running 'own code', and was ended.", error.Message, StringComparison.Ordinal);
            return [next.Pid];
        }, options);
    }

    private static Task InFamilyAsync(string runtime, Func<Laboratory, Child, Task> test, LabOptions? options = null) => InFamilyAsync(runtime, async (lab, child) =>
    {
        await test(lab, child);
        return [];
    }, options);

    /// <summary>Opens a parent with a child, and sees afterwards that neither they nor the children that the test names are left, nor the session's folder.</summary>
    private static async Task InFamilyAsync(string runtime, Func<Laboratory, Child, Task<int[]>> test, LabOptions? options = null)
    {
        if (runtime == Python) Requires.Program("Install CPython: apt-get install python3.", "python3");
        int[] pids;
        string folder;
        await using (var lab = await Laboratory.OpenAsync(Runtime.Parse(runtime), options: options, cancel: Cancel))
        {
            folder = Survivors.FolderOf(lab.ParentPid);
            var child = await lab.ForkAsync(cancel: Cancel);
            pids = [lab.ParentPid, child.Pid, .. await test(lab, child).WaitAsync(TimeSpan.FromSeconds(60), Cancel)];
        }

        await Survivors.AssertNoneAsync(pids);
        await Survivors.AssertNoChildrenAsync();
        Assert.False(Directory.Exists(folder));
    }

    private static void AssertNamed(Run run, bool isParent, string doing)
    {
        Assert.Equal(isParent ? $"The parent was killed by SIGKILL while the child was {doing}." : $"The child was killed by SIGKILL while {doing}.", run.Outcome.ToString());
        Assert.Equal(Signal.Kill, Assert.IsType<Killed>(run.Outcome).Signal);
    }

    private static async Task AssertParentNamedAsync(Task doing, string name)
    {
        var error = await Assert.ThrowsAsync<ProcessFailedException>(() => doing);
        Assert.StartsWith($"The parent was killed by SIGKILL while {name}.", error.Message, StringComparison.Ordinal);
    }

    private string Endless(string runtime) => runtime == Python
        ? $"open({Quoted(_begun)}, 'w').close()\nwhile True: pass"
        : $"File.WriteAllText({Quoted(_begun)}, \"\");\nwhile (true) {{ }}";

    private static string Quoted(string path) => $"\"{path}\"";

    private Task BegunAsync() => UntilAsync(() => File.Exists(_begun));

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 3000 && !condition(); i++) await Task.Delay(10, Cancel);
        Assert.True(condition());
    }

    private static void Kill(int pid, Signum signal = Signum.SIGKILL) => Assert.Equal(0, Syscall.kill(pid, signal));

    private sealed class OnReport(Action first) : IProgress<RunProgress>
    {
        private bool _done;

        public void Report(RunProgress value)
        {
            if (_done) return;
            _done = true;
            first();
        }
    }
}
