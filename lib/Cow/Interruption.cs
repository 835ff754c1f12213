using System.Runtime.InteropServices;

namespace CowNotebooks.Cow;

/// <summary>Turns SIGINT, SIGTERM and SIGHUP into a cancelled token, so that the command leaves no process behind.</summary>
internal sealed class Interruption : IDisposable
{
    // What does not look at the token, such as a read that blocks, must not outlive the signal for long. The engines and parents end when this process does.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    /// <param name="sigint">False when the command handles SIGINT itself.</param>
    public Interruption(bool sigint) => registrations =
    [
        .. sigint ? [PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, 2))] : Array.Empty<PosixSignalRegistration>(),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, 15)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Stop(signal, 1)),
    ];

    public CancellationToken Token => source.Token;

    /// <summary>128 plus the signal's number, as in shells; null when no signal came.</summary>
    public int? ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }

    private void Stop(PosixSignalContext signal, int number)
    {
        signal.Cancel = true;
        if (ExitCode is not null) return;
        ExitCode = 128 + number;
        new Thread(EndLater) { IsBackground = true }.Start();
        source.Cancel();
    }

    private void EndLater()
    {
        Thread.Sleep(Grace);
        Environment.Exit(ExitCode!.Value);
    }
}
