using CowNotebooks.Procfs;
using CowNotebooks.Tests;
using Mono.Unix.Native;

namespace CowNotebooks.Cow.Tests.Faults;

/// <summary>The observer, <c>cow</c> itself, is killed, asked to leave, stopped, or loses its terminal at each step: no process of its is left, running or stopped.</summary>
internal static class ObserverFaults
{
    private const string Nothing = "nothing is left";

    // Of the clock of /proc/PID/stat: a fifth of a second at work, which only an endless loop is.
    private const int Busy = 20;

    // Starts what its arguments say in a session with a terminal, below a shell that leads it, as a terminal window does.
    private const string Terminal = """
        import os, pty, sys
        pid, master = pty.fork()
        if pid == 0: os.execv('/bin/sh', ['sh', '-c', '"$0" "$@"; exit $?'] + sys.argv[1:])
        try:
            while os.read(master, 4096): pass
        except OSError: pass
        """;

    private const string SlowValue = "class Slow(object):\n    def __repr__(self):\n        while True: pass\nSlow()";

    private static readonly ProcFs Proc = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static IEnumerable<Fault> All =>
    [
        .. from runtime in new[] { "python", "dotnet" }
           from signal in new[] { Signum.SIGKILL, Signum.SIGTERM, Signum.SIGINT, Signum.SIGHUP }
           select Of($"the child loops, the parent is stopped: {runtime}", $"{signal}", () => KillAsync(Looping(runtime), signal, IsParentStopped)),
        Of("the child loops, the parent is stopped: python", "the shell that leads its session is killed", () => CloseSessionAsync(ofLeader: true)),
        Of("the child loops, the parent is stopped: python", "its terminal is closed", () => CloseSessionAsync(ofLeader: false)),
        Of("the parent runs a cell", "SIGKILL", () => KillAsync(Measure("while True: pass", "1"), Signum.SIGKILL, IsPythonBusy)),
        Of("the parent shows its value", "SIGKILL", () => KillAsync(Measure(SlowValue, "1"), Signum.SIGKILL, IsPythonBusy)),
        Of("the child shows its value", "SIGKILL", () => KillAsync(Measure("1", SlowValue), Signum.SIGKILL, IsPythonBusy)),
        .. from hook in new[] { "before", "after_in_parent", "after_in_child" } select Of($"the parent forks, {hook.Replace('_', ' ')}", "SIGKILL", () => KillForkingAsync(hook)),
        .. from signal in new[] { Signum.SIGKILL, Signum.SIGTERM } select Of("the parent starts", $"{signal}", () => KillStartingAsync(signal)),
        Of("the parent comes to its FIFOs: python", "was gone before", () => ComeLateAsync("python", Machine.Requires("python3"), "parent.py")),
        Of("the parent comes to its FIFOs: dotnet", "was gone before", () => ComeLateAsync("dotnet", "dotnet", "CowNotebooks.DotNetParent.dll")),
        Of("the child runs a cell that ends meanwhile", "SIGSTOP, and SIGCONT later than its time limit", StopAsync),
    ];

    private static Fault Of(string step, string what, Func<Task<Ending>> injectAsync) => new("The observer ends", step, what, async () =>
    {
        Machine.Requires("python3");
        return await injectAsync();
    });

    // ResultAsync fails when a process with the mark is left.
    private static async Task<Ending> EndOfAsync(CowCommand cow) => new($"exit code {(await cow.ResultAsync()).ExitCode}", "", Nothing);

    private static async Task<Ending> KillAsync(string[] arguments, Signum signal, Func<int, bool> isThere)
    {
        using var cow = CowCommand.Start(arguments);
        await UntilAsync(cow, () => isThere(cow.Pid));
        Kill(cow.Pid, signal);
        return await EndOfAsync(cow);
    }

    private static async Task<Ending> CloseSessionAsync(bool ofLeader)
    {
        using var terminal = CowCommand.StartBy(Machine.Requires("python3"), ["-c", Terminal], Looping("python"));
        await UntilAsync(terminal, () => IsParentStopped(terminal.Pid));
        var leader = Assert.Single(Proc.Process(terminal.Pid).Children());
        Assert.Equal(leader, Proc.Process(leader).Stat().Session);
        Kill(ofLeader ? leader : terminal.Pid, Signum.SIGKILL);
        await terminal.ResultAsync();
        return new("killed by its session", "", Nothing);
    }

    private static async Task<Ending> KillForkingAsync(string hook)
    {
        using var begun = new Mark();
        var code = $"import os, time\ndef wait():\n    open('{begun.File}', 'w').close()\n    time.sleep(600)\nos.register_at_fork({hook}=wait)";
        return await KillAsync(Measure(code, "1"), Signum.SIGKILL, _ => File.Exists(begun.File));
    }

    private static async Task<Ending> KillStartingAsync(Signum signal)
    {
        using var begun = new Mark();
        var script = $"{begun.File}.sh";
        // A python that takes its time, so that the observer is gone when it comes to the FIFOs.
        Machine.WriteScript(script, $"#!/bin/sh\necho $$ > {begun.File}\nsleep 1\nexec {Machine.Requires("python3")} \"$@\"\n");
        using var cow = CowCommand.Start([.. Looping("python"), "--interpreter", script]);
        await UntilAsync(cow, () => File.Exists(begun.File) && File.ReadAllText(begun.File).EndsWith('\n'));
        var parent = Proc.Process(int.Parse(await File.ReadAllTextAsync(begun.File, Cancel)));
        Kill(cow.Pid, signal);
        // While one program takes the place of another, the mark cannot be seen.
        await Processes.UntilAsync(() => !parent.Exists, "The parent is left.");
        return await EndOfAsync(cow);
    }

    private static async Task<Ending> ComeLateAsync(string runtime, string program, string file)
    {
        var folder = Directory.CreateTempSubdirectory("cow-test-").FullName;
        try
        {
            foreach (var name in new[] { "lifeline", "requests", "answers" }) Assert.Equal(0, Syscall.mkfifo(Path.Combine(folder, name), FilePermissions.S_IRWXU));
            await File.WriteAllTextAsync(Path.Combine(folder, "output"), "", Cancel);
            using var parent = System.Diagnostics.Process.Start(program, [Path.Combine(AppContext.BaseDirectory, "parents", runtime, file), folder]);
            try
            {
                await parent.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
            }
            finally
            {
                if (!parent.HasExited) parent.Kill();
            }

            return new($"the parent leaves, exit code {parent.ExitCode}", "", Nothing);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Ending> StopAsync()
    {
        using var begun = new Mark();
        // As Ctrl-Z and, much later, fg: the answer has been there for long.
        using var cow = CowCommand.Start([.. Measure("1", $"open('{begun.File}', 'w').close()\nimport time\ntime.sleep(1)"), "--timeout", "6"]);
        await UntilAsync(cow, () => File.Exists(begun.File));
        Kill(cow.Pid, Signum.SIGSTOP);
        await Task.Delay(TimeSpan.FromSeconds(7), Cancel);
        Kill(cow.Pid, Signum.SIGCONT);
        return await EndOfAsync(cow);
    }

    private static string[] Looping(string runtime) => runtime == "python" ? Measure("x = 1", "while True: pass") : Measure("var x = 1;", "while (true) { }", runtime);

    private static string[] Measure(string parent, string child, string runtime = "python") => ["measure", "--runtime", runtime, "--parent-code", parent, "--child-code", child];

    /// <summary>A parent is stopped while its child is at work.</summary>
    private static bool IsParentStopped(int cow) =>
        Descendants(cow).Any(parent => Proc.Process(parent).Stat().State == 'T' && Proc.Process(parent).Children().Any(child => Proc.Process(child).Stat().UserTicks > Busy));

    private static bool IsPythonBusy(int cow) =>
        Descendants(cow).Any(pid => Proc.Process(pid).Comm.StartsWith("python", StringComparison.Ordinal) && Proc.Process(pid).Stat().UserTicks > Busy);

    private static IEnumerable<int> Descendants(int pid) => Proc.Process(pid).Children().SelectMany(child => Descendants(child).Prepend(child));

    private static async Task UntilAsync(CowCommand cow, Func<bool> condition)
    {
        for (var i = 0; i < 6000 && !cow.HasExited; i++)
        {
            try
            {
                if (condition()) return;
            }
            catch (ProcVanishedException)
            {
                // One of them ended meanwhile.
            }

            await Task.Delay(10, Cancel);
        }

        Assert.Fail("It did not come to be.");
    }

    private static void Kill(int pid, Signum signal) => Assert.Equal(0, Syscall.kill(pid, signal));

    /// <summary>A file that a cell, or an interpreter, makes when it has come to where the observer shall end.</summary>
    private sealed class Mark : IDisposable
    {
        public string File { get; } = Path.Combine(Path.GetTempPath(), $"cow-test-{Guid.NewGuid():N}");

        public void Dispose()
        {
            System.IO.File.Delete(File);
            System.IO.File.Delete($"{File}.sh");
        }
    }
}
