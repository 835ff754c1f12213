namespace CowNotebooks.Forking;

/// <summary>Names of the signals of signal(7).</summary>
internal static class SignalNames
{
    /// <summary>The names from signal 1 on, numbered as on x86 and ARM.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM",
        "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS",
    ];

    /// <summary>"SIGKILL" for 9; null where there is no name.</summary>
    public static string? Of(int signal) => signal >= 1 && signal <= All.Count ? All[signal - 1] : null;
}
