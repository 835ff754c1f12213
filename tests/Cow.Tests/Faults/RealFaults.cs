using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab;
using CowNotebooks.Procfs;
using CowNotebooks.Tests;
using Mono.Unix.Native;

namespace CowNotebooks.Cow.Tests.Faults;

/// <summary>A real parent or child is killed or stopped by a stranger at each step of its life.</summary>
internal static class RealFaults
{
    private const string DotNet = "dotnet", Python = "python", Killed = "is killed", Stopped = "is stopped (SIGSTOP)";
    private static readonly ProcFs Proc = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static IEnumerable<Fault> All =>
    [
        Of(Python, "parent: starts", Killed, () => StartAsync(Signum.SIGKILL)),
        Of(Python, "parent: starts", Stopped, () => StartAsync(Signum.SIGSTOP)),
        .. from hook in new[] { "before", "after_in_parent", "after_in_child" }
           from isParent in hook == "after_in_child" ? new[] { true, false } : [true]
           select Of(Python, $"{Who(isParent)}: forks, {hook.Replace('_', ' ')}", Killed, () => ForkAsync(hook, isParent)),
        .. new[] { DotNet, Python }.SelectMany(runtime => (IEnumerable<Fault>)
        [
            Of(runtime, "parent: runs a cell", Killed, () => InAsync(runtime, async family =>
            {
                var running = family.Lab.RunAsync(Endless(family), Cancel);
                await family.BegunAsync();
                Kill(family.Lab.ParentPid);
                return (await running).Outcome;
            })),
            .. from isParent in new[] { true, false }
               from step in ChildSteps
               select Of(runtime, $"{Who(isParent)}: {step.Step}", Killed, () => InAsync(runtime, family => step.InjectAsync(family, () => Kill(isParent ? family.Lab.ParentPid : family.Child.Pid)))),
            Of(runtime, "parent: waits", Stopped, () => InAsync(runtime, async family =>
            {
                Kill(family.Lab.ParentPid, Signum.SIGSTOP);
                return (await family.Lab.RunAsync("1", Cancel)).Outcome;
            }, brief: true)),
            Of(runtime, "child: waits", Stopped, () => InAsync(runtime, async family =>
            {
                Kill(family.Child.Pid, Signum.SIGSTOP);
                return (await family.Child.RunAsync("1", cancel: Cancel)).Outcome;
            }, brief: true)),
            Of(runtime, "child: between two slices", Stopped, () => InAsync(runtime, family => SlicedAsync(family, () => Kill(family.Child.Pid, Signum.SIGSTOP)), brief: true)),
            Of(runtime, "child: was killed before, and the parent runs a cell", "nothing more", () => InAsync(runtime, async family =>
            {
                Kill(family.Child.Pid);
                return (await family.Lab.RunAsync("1 + 1", Cancel)).Outcome;
            })),
        ]),
    ];

    // What the child is doing when one of the two is killed.
    private static IEnumerable<(string Step, Func<Family, Action, Task<Forking.Outcome>> InjectAsync)> ChildSteps =>
    [
        ("the child waits", async (family, kill) =>
        {
            kill();
            return (await family.Child.RunAsync("1 + 1", cancel: Cancel)).Outcome;
        }),
        ("the child prepares", async (family, kill) =>
        {
            // It cannot take the request, so it is killed before it has answered.
            Kill(family.Child.Pid, Signum.SIGSTOP);
            var running = family.Child.RunAsync("1 + 1", cancel: Cancel);
            await Task.Delay(300, Cancel);
            kill();
            return (await running).Outcome;
        }),
        ("the child runs, the parent is stopped", async (family, kill) =>
        {
            var running = family.Child.RunAsync(Endless(family), cancel: Cancel);
            await family.BegunAsync();
            Assert.Equal('T', Proc.Process(family.Lab.ParentPid).Stat().State);
            kill();
            return (await running).Outcome;
        }),
        ("the child shows its value", async (family, kill) =>
        {
            var running = family.Child.RunAsync(family.Runtime == Python
                ? $"class Slow(object):\n    def __repr__(self):\n        open({family.Begun}, 'w').close()\n        while True: pass\nSlow()"
                : $"class Slow {{ public override string ToString() {{ File.WriteAllText({family.Begun}, \"\"); while (true) {{ }} }} }}\nnew Slow()", cancel: Cancel);
            await family.BegunAsync();
            kill();
            return (await running).Outcome;
        }),
        ("between two slices, the parent stopped", SlicedAsync),
    ];

    private static Fault Of(string runtime, string step, string what, Func<Task<Ending>> injectAsync) => new($"A stranger interferes: {runtime}", step, what, injectAsync);

    private static string Who(bool isParent) => isParent ? "parent" : "child";

    private static string Endless(Family family) => family.Runtime == Python
        ? $"open({family.Begun}, 'w').close()\nwhile True: pass"
        : $"File.WriteAllText({family.Begun}, \"\");\nwhile (true) {{ }}";

    private static async Task<Forking.Outcome> SlicedAsync(Family family, Action kill)
    {
        var run = await family.Child.RunAsync("1 + 1", 3, new OnFirstReport(kill), Cancel);
        // What was measured until then is there.
        Assert.InRange(run.Points.Count, 2, 3);
        Assert.Null(run.UssGrowthPages);
        return run.Outcome;
    }

    private static async Task<Ending> StartAsync(Signum signal)
    {
        Machine.Requires("python3");
        var begun = Path.Combine(Path.GetTempPath(), $"cow-test-{Guid.NewGuid():N}");
        // A python that never comes to say ready.
        var program = $"{begun}.sh";
        Machine.WriteScript(program, $"#!/bin/sh\necho $$ > {begun}\nexec sleep 600\n");
        try
        {
            var opening = Laboratory.OpenAsync(Runtime.CPython(program), options: new LabOptions { StartLimit = TimeSpan.FromSeconds(signal == Signum.SIGKILL ? 60 : 3) }, cancel: Cancel);
            await Processes.UntilAsync(() => File.Exists(begun) && File.ReadAllText(begun).EndsWith('\n'));
            var pid = int.Parse(await File.ReadAllTextAsync(begun, Cancel));
            await Processes.UntilAsync(() => Proc.Process(pid).CommandLine() is ["sleep", ..]);
            Kill(pid, signal);
            return Ending.Of(await Assert.ThrowsAsync<ParentNotStartedException>(() => opening), Ending.NeverOpened).Without(program);
        }
        finally
        {
            File.Delete(program);
            File.Delete(begun);
        }
    }

    private static Task<Ending> ForkAsync(string hook, bool killTheParent) => InAsync(Python, async family =>
    {
        await family.Lab.RunAsync($"import os, time\ndef wait():\n    open({family.Begun}, 'w').write(str(os.getpid()) + '.')\n    time.sleep(600)\nos.register_at_fork({hook}=wait)", Cancel);
        var forking = family.Lab.ForkAsync(cancel: Cancel);
        await Processes.UntilAsync(() => File.Exists(family.BegunFile) && File.ReadAllText(family.BegunFile).EndsWith('.'));
        Kill(killTheParent ? family.Lab.ParentPid : Proc.Process(family.Lab.ParentPid).Children().Single(pid => pid != family.Child.Pid));
        var error = await Assert.ThrowsAsync<ProcessFailedException>(() => forking);
        // The next one would wait as well.
        return killTheParent ? error.Outcome : (await family.Child.RunAsync("1", cancel: Cancel)).Outcome.IsCompleted ? error.Outcome : throw error;
    }, forks: false);

    /// <summary>Opens a parent with a child, and sees afterwards that neither they nor what they have forked is left, nor the session's folder.</summary>
    /// <param name="runtime">Which.</param>
    /// <param name="inject">What goes wrong, and how it ended.</param>
    /// <param name="brief">Whether something is waited for that does not come.</param>
    /// <param name="forks">False when another fork would not end.</param>
    private static async Task<Ending> InAsync(string runtime, Func<Family, Task<Forking.Outcome>> inject, bool brief = false, bool forks = true)
    {
        if (runtime == Python) Machine.Requires("python3");
        string folder;
        Ending ending;
        await using (var lab = await Laboratory.OpenAsync(Runtime.Parse(runtime), options: new LabOptions { TimeLimit = TimeSpan.FromSeconds(brief ? 6 : 100) }, cancel: Cancel))
        {
            folder = Proc.Process(lab.ParentPid).CommandLine()[^1];
            using var family = new Family(runtime, lab, await lab.ForkAsync(cancel: Cancel));
            try
            {
                var outcome = await inject(family).WaitAsync(TimeSpan.FromSeconds(90), Cancel);
                ending = Ending.Of(outcome, forks || outcome.Role == Forking.Role.Parent ? await Ending.AfterwardsAsync(lab, Cancel) : Ending.GoesOn);
            }
            catch (ProcessFailedException error)
            {
                ending = Ending.Of(error, await Ending.AfterwardsAsync(lab, Cancel));
            }
        }

        await Processes.UntilAsync(() => Processes.Find(folder).Count == 0, $"{folder}: a process is left.");
        Assert.False(Directory.Exists(folder));
        return ending;
    }

    private static void Kill(int pid, Signum signal = Signum.SIGKILL) => Assert.Equal(0, Syscall.kill(pid, signal));

    /// <summary>A laboratory with a child, and a file that a cell makes when it has come to where one of them shall be killed.</summary>
    private sealed record Family(string Runtime, Laboratory Lab, Child Child) : IDisposable
    {
        public string BegunFile { get; } = Path.Combine(Path.GetTempPath(), $"cow-test-{Guid.NewGuid():N}");

        public string Begun => $"\"{BegunFile}\"";

        public Task BegunAsync() => Processes.UntilAsync(() => File.Exists(BegunFile));

        public void Dispose() => File.Delete(BegunFile);
    }

    private sealed class OnFirstReport(Action first) : IProgress<RunProgress>
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
