using System.Diagnostics;

namespace CowNotebooks.Cow.Tests.Faults;

/// <summary>What a machine must have, and be made to lack.</summary>
internal static class Machine
{
    /// <summary>The program's path.</summary>
    /// <exception cref="NotHereException">It is not installed.</exception>
    public static string Requires(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
        ?? throw new NotHereException($"{program} is not installed. Install it, e.g. in the development container.");

    /// <exception cref="NotHereException">This is not root.</exception>
    public static void RequiresRoot()
    {
        if (!Environment.IsPrivilegedProcess) throw new NotHereException("Only root can make small disks and control groups: run the tests as root, e.g. in the development container.");
    }

    /// <summary>Writes a script that can be started. Another process writes it: a file that this one had open to write, a process that is just being forked may still have (ETXTBSY).</summary>
    public static void WriteScript(string path, string text) => Assert.Equal("", Run("sh", "-c", "printf %s \"$2\" > \"$1\" && chmod 700 \"$1\"", "sh", path, text));

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it says on standard error; empty when it ended well.</returns>
    public static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : $"{program}: {said}{process.ExitCode}";
    }

    /// <summary>Puts the process into a memory control group of its own, with a limit, in version 2 or 1 of control groups; disposing removes the group.</summary>
    /// <exception cref="NotHereException">There is neither, or none can be made.</exception>
    public static IDisposable LimitMemory(int pid, long bytes)
    {
        RequiresRoot();
        return new MemoryGroup(pid, bytes);
    }

    private sealed class MemoryGroup : IDisposable
    {
        private readonly string _folder;

        public MemoryGroup(int pid, long bytes)
        {
            var (root, file) = Root();
            _folder = Path.Combine(root, $"cow-test-{pid}");
            try
            {
                Directory.CreateDirectory(_folder);
                File.WriteAllText(Path.Combine(_folder, file), $"{bytes}");
                // Else it would go on in swap.
                var swap = Path.Combine(_folder, "memory.swap.max");
                if (File.Exists(swap)) File.WriteAllText(swap, "0");
                File.WriteAllText(Path.Combine(_folder, "cgroup.procs"), $"{pid}");
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new NotHereException($"No memory control group can be made below {root}: {error.Message}", isOfKernel: true);
            }
        }

        public void Dispose()
        {
            // Its processes have ended, and are leaving it.
            for (var i = 0; i < 100 && Directory.Exists(_folder); i++)
            {
                try
                {
                    Directory.Delete(_folder);
                }
                catch (IOException)
                {
                    Thread.Sleep(50);
                }
            }
        }

        private static (string Root, string File) Root()
        {
            const string second = "/sys/fs/cgroup";
            if (File.Exists($"{second}/cgroup.subtree_control") && File.ReadAllText($"{second}/cgroup.subtree_control").Contains("memory", StringComparison.Ordinal)) return (second, "memory.max");
            return Directory.Exists($"{second}/memory") ? ($"{second}/memory", "memory.limit_in_bytes")
                : throw new NotHereException($"There is no memory control group in {second}: mount cgroup2 there, with memory in cgroup.subtree_control.", isOfKernel: true);
        }
    }
}

/// <summary>A file system in memory, as small as asked for; gone when disposed.</summary>
internal sealed class SmallDisk : IDisposable
{
    /// <param name="options">Of tmpfs(5): <c>size=64k</c>.</param>
    /// <exception cref="NotHereException">It cannot be mounted.</exception>
    public SmallDisk(string options)
    {
        Machine.RequiresRoot();
        Folder = Directory.CreateTempSubdirectory("cow-test-").FullName;
        if (Machine.Run("mount", "-t", "tmpfs", "-o", options, "none", Folder) is { Length: > 0 } why)
        {
            Directory.Delete(Folder);
            throw new NotHereException($"A tmpfs cannot be mounted here: {why}", isOfKernel: true);
        }
    }

    public string Folder { get; }

    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Leaves no room but for what is said.</summary>
    public void Fill(int left = 0)
    {
        var filler = this["filler"];
        using (var file = new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0))
        {
            try
            {
                var page = new byte[4096];
                while (true) file.Write(page);
            }
            catch (IOException)
            {
                file.SetLength(file.Length / 4096 * 4096 - left);
            }
        }
    }

    /// <summary>From now on nothing can be written.</summary>
    public void BecomeReadOnly() => Assert.Equal("", Machine.Run("mount", "-o", "remount,ro", Folder));

    public void Dispose()
    {
        // Lazily: what had the folder open may be about to end.
        Assert.Equal("", Machine.Run("umount", "-l", Folder));
        Directory.Delete(Folder);
    }
}
