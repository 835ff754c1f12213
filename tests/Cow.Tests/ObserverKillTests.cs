using CowNotebooks.Procfs;
using CowNotebooks.Tests;
using Mono.Unix.Native;

namespace CowNotebooks.Cow.Tests;

/// <summary>The observer is killed, asked to leave, or loses its terminal at each step: no process of its is left, running or stopped.</summary>
public sealed class ObserverKillTests : IDisposable
{
    private const string Remedy = "Install it (Debian: apt-get install python3).";

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

    private static readonly ProcFs Proc = new();

    // A cell, or an interpreter, makes this file when it has come to where the observer shall be killed.
    private readonly string _begun = Path.Combine(Path.GetTempPath(), $"cow-test-{Guid.NewGuid():N}");

    public void Dispose()
    {
        File.Delete(_begun);
        File.Delete($"{_begun}.sh");
    }

    [Theory]
    [InlineData("python", Signum.SIGKILL)]
    [InlineData("python", Signum.SIGTERM)]
    [InlineData("python", Signum.SIGINT)]
    [InlineData("python", Signum.SIGHUP)]
    [InlineData("dotnet", Signum.SIGKILL)]
    [InlineData("dotnet", Signum.SIGTERM)]
    [InlineData("dotnet", Signum.SIGINT)]
    [InlineData("dotnet", Signum.SIGHUP)]
    public async Task Killed_while_the_child_loops_and_the_parent_is_stopped(string runtime, Signum signal)
    {
        Requires.Program(Remedy, "python3");
        using var cow = CowCommand.Start(Looping(runtime));
        await StoppedParentAsync(cow);
        Kill(cow.Pid, signal);
        // Fails when a process with the mark is left.
        Assert.Equal(128 + (int)signal, (await cow.ResultAsync()).ExitCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Its_session_is_closed_while_the_child_loops_and_the_parent_is_stopped(bool killTheLeader)
    {
        var python = Requires.Program(Remedy, "python3");
        using var terminal = CowCommand.StartBy(python, ["-c", Terminal], Looping("python"));
        await StoppedParentAsync(terminal);
        var leader = Assert.Single(Proc.Process(terminal.Pid).Children());
        Assert.Equal(leader, Proc.Process(leader).Stat().Session);
        // Either the shell that leads the session, or the terminal itself, as when its window is closed.
        Kill(killTheLeader ? leader : terminal.Pid, Signum.SIGKILL);
        await terminal.ResultAsync();
    }

    [Theory]
    [InlineData("--parent-code", "while True: pass")]
    [InlineData("--parent-code", "class Slow(object):\n    def __repr__(self):\n        while True: pass\nSlow()")]
    [InlineData("--child-code", "class Slow(object):\n    def __repr__(self):\n        while True: pass\nSlow()")]
    public async Task Killed_while_parent_or_child_run_or_show_their_value(string whose, string code)
    {
        Requires.Program(Remedy, "python3");
        using var cow = CowCommand.Start([.. Measure("python", whose == "--parent-code" ? code : "1", whose == "--child-code" ? code : "1")]);
        await UntilAsync(cow, () => Descendants(cow.Pid).Any(IsBusyPython));
        Kill(cow.Pid, Signum.SIGKILL);
        Assert.Equal(128 + 9, (await cow.ResultAsync()).ExitCode);
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after_in_parent")]
    [InlineData("after_in_child")]
    public async Task Killed_while_the_parent_forks(string where)
    {
        Requires.Program(Remedy, "python3");
        var code = $"import os, time\ndef wait():\n    open('{_begun}', 'w').close()\n    time.sleep(600)\nos.register_at_fork({where}=wait)";
        using var cow = CowCommand.Start(Measure("python", code, "1"));
        await UntilAsync(cow, () => File.Exists(_begun));
        Kill(cow.Pid, Signum.SIGKILL);
        Assert.Equal(128 + 9, (await cow.ResultAsync()).ExitCode);
    }

    [Theory]
    [InlineData(Signum.SIGKILL)]
    [InlineData(Signum.SIGTERM)]
    public async Task Killed_while_the_parent_starts(Signum signal)
    {
        var python = Requires.Program(Remedy, "python3");
        // A python that takes its time, so that the observer is gone when it comes to the FIFOs.
        await File.WriteAllTextAsync($"{_begun}.sh", $"#!/bin/sh\necho $$ > {_begun}\nsleep 1\nexec {python} \"$@\"\n", TestContext.Current.CancellationToken);
        Assert.Equal(0, Syscall.chmod($"{_begun}.sh", FilePermissions.S_IRWXU));
        using var cow = CowCommand.Start([.. Looping("python"), "--interpreter", $"{_begun}.sh"]);
        await UntilAsync(cow, () => File.Exists(_begun) && File.ReadAllText(_begun).EndsWith('\n'));
        var parent = Proc.Process(int.Parse(await File.ReadAllTextAsync(_begun, TestContext.Current.CancellationToken)));
        Kill(cow.Pid, signal);
        // While one program takes the place of another, the mark cannot be seen.
        for (var i = 0; i < 100 && parent.Exists; i++) await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal(128 + (int)signal, (await cow.ResultAsync()).ExitCode);
    }

    private static string[] Looping(string runtime) => runtime == "python" ? Measure(runtime, "x = 1", "while True: pass") : Measure(runtime, "var x = 1;", "while (true) { }");

    private static string[] Measure(string runtime, string parent, string child) => ["measure", "--runtime", runtime, "--parent-code", parent, "--child-code", child];

    /// <summary>Waits for a parent that is stopped while its child is at work.</summary>
    private static Task StoppedParentAsync(CowCommand cow) =>
        UntilAsync(cow, () => Descendants(cow.Pid).Any(parent => Proc.Process(parent).Stat().State == 'T' && Proc.Process(parent).Children().Any(child => Proc.Process(child).Stat().UserTicks > Busy)));

    private static bool IsBusyPython(int pid) => Proc.Process(pid).Comm.StartsWith("python", StringComparison.Ordinal) && Proc.Process(pid).Stat().UserTicks > Busy;

    private static IEnumerable<int> Descendants(int pid) => Proc.Process(pid).Children().SelectMany(child => Descendants(child).Prepend(child));

    private static async Task UntilAsync(CowCommand cow, Func<bool> condition)
    {
        for (var i = 0; i < 3000 && !cow.HasExited; i++)
        {
            try
            {
                if (condition()) return;
            }
            catch (ProcVanishedException)
            {
                // One of them ended meanwhile.
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Fail("It did not come to be.");
    }

    private static void Kill(int pid, Signum signal) => Assert.Equal(0, Syscall.kill(pid, signal));
}
