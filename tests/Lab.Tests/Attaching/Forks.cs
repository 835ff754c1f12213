using System.Diagnostics;
using System.Globalization;
using CowNotebooks.Procfs;

namespace CowNotebooks.Tests.Attaching;

/// <summary>forks.py: a family of processes that wait, and do to their pages what they are told. All are gone when it is disposed.</summary>
internal sealed class Forks : IDisposable
{
    private readonly Process _root;
    private readonly Dictionary<string, int> _pids = [];

    /// <param name="pages">The length of region a.</param>
    /// <param name="asNobody">As a user without any right, in the group of root as OtherUser is.</param>
    /// <param name="atFixedAddresses">Its program lies at the same addresses each time.</param>
    public Forks(int pages = 1000, bool asNobody = false, bool atFixedAddresses = false)
    {
        var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : Requires.Program("Install CPython: apt-get install python3.", "python3");
        string[] command = [python, "-c", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "forks.py")), $"{pages}"];
        if (asNobody) command = [Requires.Program("Install it (Debian: apt-get install util-linux).", "setpriv"), "--reuid=65534", "--inh-caps=-all", "--bounding-set=-all", .. command];
        if (atFixedAddresses) command = [Requires.Program("Install it (Debian: apt-get install util-linux).", "setarch"), "-R", .. command];
        _root = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var words = _root.StandardOutput.ReadLine()!.Split(' ').Select(word => ulong.Parse(word, CultureInfo.InvariantCulture)).ToList();
        (_pids["root"], Region, Huge, Shared) = ((int)words[0], words[1], words[2], words[3]);
    }

    /// <summary>Where region a begins, and the others.</summary>
    public ulong Region { get; }

    public ulong Huge { get; }

    public ulong Shared { get; }

    /// <summary>Whether it was forked and has not left.</summary>
    public bool Has(string name) => _pids.ContainsKey(name);

    public int this[string name] => _pids[name];

    /// <summary>The page faults that all of them have taken.</summary>
    public IReadOnlyList<long> Faults => [.. _pids.Values.Select(pid => new ProcFs().Process(pid).Stat()).Select(stat => stat.MinorFaults + stat.MajorFaults)];

    /// <summary>Several acts, such as "child write 0 10". Returns when all are done and everybody waits.</summary>
    /// <returns>What the last one answers.</returns>
    public int Tell(params string[] acts)
    {
        var answer = 0;
        foreach (var act in acts)
        {
            _root.StandardInput.WriteLine(act);
            var words = act.Split(' ');
            if (words is ["root", "leave"])
            {
                _root.WaitForExit();
                _pids.Remove("root");
                break;
            }

            answer = int.Parse(_root.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
            if (words[1] == "fork") _pids[words[2]] = answer;
            if (words[1] is "leave" or "halve") _pids.Remove(words[0]);
        }

        Processes.AssertWaiting(_pids.Values);
        return answer;
    }

    public void Dispose()
    {
        if (!_root.HasExited)
        {
            _root.StandardInput.Close();
            if (!_root.WaitForExit(TimeSpan.FromSeconds(10))) _root.Kill();
        }

        foreach (var pid in _pids.Values.Where(pid => pid != _root.Id)) Kill(pid);
        _root.Dispose();
    }

    private static void Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            // It has ended.
        }
    }
}
