using System.Diagnostics;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

/// <summary>A CPython process that forks children over private memory, and does with it what it is told; all wait in between.</summary>
internal sealed class ForkingFamily : IDisposable
{
    // "fork", "write CHILD PAGES", "read CHILD 0", which reads a list by index, "end CHILD": each is answered when it is done. The name of a process is its thread's (PR_SET_NAME).
    private const string Program = """
        import ctypes, mmap, os, sys
        PAGE, pages = mmap.PAGESIZE, int(sys.argv[1])
        ctypes.CDLL(None).prctl(15, sys.argv[2].encode().decode('unicode_escape').encode())
        memory = mmap.mmap(-1, pages * PAGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        memory.madvise(15)  # MADV_NOHUGEPAGE
        for page in range(pages):
            memory[page * PAGE] = 1
        numbers = list(range(100 * pages))
        children = []
        print(os.getpid(), flush=True)
        for line in sys.stdin:
            words = line.split()
            if words[0] == 'fork':
                told, tell = os.pipe()
                answer, answered = os.pipe()
                pid = os.fork()
                if pid == 0:
                    os.close(tell)
                    for _, other, _ in children:
                        os.close(other)
                    while True:
                        count = os.read(told, 16)
                        if not count:
                            os._exit(0)
                        for page in range(int(count)):
                            memory[page * PAGE] = 2
                        for i in range(0 if int(count) else len(numbers)):
                            numbers[i]
                        os.write(answered, b'k')
                os.close(told)
                children.append((pid, tell, answer))
                print(pid, flush=True)
            elif words[0] in ('write', 'read'):
                os.write(children[int(words[1])][1], words[2].encode())
                os.read(children[int(words[1])][2], 1)
                print('ok', flush=True)
            else:
                os.close(children[int(words[1])][1])
                os.waitpid(children[int(words[1])][0], 0)
                print('ok', flush=True)
        """;

    private const string Python = "/usr/bin/python3";

    private readonly Process _process;
    private readonly List<int> _children = [];
    private readonly HashSet<int> _ended = [];
    private bool _disposed;

    /// <param name="pages">How much memory the parent holds.</param>
    /// <param name="name">What it and its children call themselves.</param>
    /// <param name="before">A program that starts it, such as setpriv.</param>
    public ForkingFamily(int pages, string name = "family", params string[] before)
    {
        // Debian's own: any user may run it.
        Requires.That(File.Exists(Python), $"There is no {Python}. Install CPython: apt-get install python3.");
        string[] words = [.. before, Python, "-c", Program, $"{pages}", name];
        _process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Pid = int.Parse(Answer());
    }

    public int Pid { get; }

    /// <summary>Forks a child: its PID.</summary>
    public int Fork()
    {
        _children.Add(int.Parse(Tell("fork")));
        Processes.AssertWaiting(_children[^1]);
        return _children[^1];
    }

    /// <summary>The child, counted from 0, writes to that many pages.</summary>
    public void Write(int child, int pages) => Tell($"write {child} {pages}");

    /// <summary>The child reads a list of 100 integers a page, by index: that writes the reference count of each.</summary>
    public void Read(int child) => Tell($"read {child} 0");

    /// <summary>The child ends, and is reaped.</summary>
    public void End(int child)
    {
        _ended.Add(_children[child]);
        Tell($"end {child}");
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        // The children read the end of their pipes when the parent is gone.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10))) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private string Tell(string what)
    {
        _process.StandardInput.WriteLine(what);
        var answer = Answer();
        Processes.AssertWaiting([Pid, .. _children.Except(_ended)]);
        return answer;
    }

    private string Answer() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The family has ended.");
}
