using System.Runtime.InteropServices;

namespace CowNotebooks.Kernel.Jupyter;

/// <summary>
/// A kernel must not outlive the front end that started it. Jupyter names that process in JPY_PARENT_PID; without it nothing is watched.
/// </summary>
internal static partial class ParentWatch
{
    private const string Variable = "JPY_PARENT_PID";
    private const int NoSuchProcess = 3; // ESRCH, errno(3)

    /// <summary>Looks once a second.</summary>
    /// <param name="gone">Completed when the parent is gone.</param>
    public static IDisposable? Start(TaskCompletionSource gone)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(Variable), out var parent) || !Exists(parent)) return null;
        // A child learns at once, as it is given another parent; a grandchild has to ask whether there is such a process.
        var direct = ParentId() == parent;
        return new Timer(_ =>
        {
            if (direct ? ParentId() != parent : !Exists(parent)) gone.TrySetResult();
        }, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    private static bool Exists(int process) => Kill(process, 0) == 0 || Marshal.GetLastPInvokeError() != NoSuchProcess;

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int ParentId();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
