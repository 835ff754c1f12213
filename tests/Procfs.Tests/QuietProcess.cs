using System.Diagnostics;
using CowNotebooks.Tests;

namespace CowNotebooks.Procfs.Tests;

/// <summary>A process of the system that does nothing until the test ends.</summary>
internal sealed class QuietProcess : IDisposable
{
    private readonly Process _process;

    private QuietProcess(string program, params string[] arguments)
    {
        _process = Process.Start(new ProcessStartInfo(program, arguments))!;
        Proc = new ProcFs().Process(_process.Id);
    }

    public ProcProcess Proc { get; }

    /// <summary>Asleep: its figures stay as they are, but for what other processes do to shared pages.</summary>
    public static QuietProcess Sleeping()
    {
        var quiet = new QuietProcess(Requires.Program("Run: apt-get install coreutils", "sleep"), "600");
        quiet.WaitUntil(() => quiet.Proc.Stat() is { Comm: "sleep", State: 'S' });
        return quiet;
    }

    /// <summary>Asleep, and the parent of a process that has exited and that it will never reap.</summary>
    public static QuietProcess WithZombie()
    {
        var quiet = new QuietProcess(Requires.Program("Run: apt-get install dash", "sh"), "-c", "true & exec sleep 600");
        quiet.WaitUntil(() => quiet.Proc.Children() is [var child] && new ProcFs().Process(child).Stat().State == 'Z');
        return quiet;
    }

    public void End()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) End();
        _process.Dispose();
    }

    private void WaitUntil(Func<bool> ready)
    {
        var isReady = false;
        try
        {
            isReady = SpinWait.SpinUntil(ready, TimeSpan.FromSeconds(30));
        }
        finally
        {
            if (!isReady) Dispose();
        }

        Assert.True(isReady, "The process did not become quiet within 30 seconds.");
    }
}
