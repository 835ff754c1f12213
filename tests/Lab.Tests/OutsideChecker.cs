using System.Diagnostics;
using System.Globalization;

namespace CowNotebooks.Tests;

/// <summary>checker.py: says what became of a process's pages, from the kernel's files alone, and knows nothing of this repository.</summary>
internal sealed class OutsideChecker : IDisposable
{
    private readonly Process _checker;

    public OutsideChecker()
    {
        var python = Requires.Program("Install CPython: apt-get install python3.", "python3");
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "checker/checker.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _checker = Process.Start(start)!;
        if (_checker.StandardOutput.ReadLine() != "ready") Requires.That(false, _checker.StandardError.ReadToEnd());
    }

    /// <summary>Looks at a process that waits.</summary>
    public void Look(int pid, bool isAfter) => Assert.Equal("ok", Ask($"snap {isAfter} {pid}"));

    /// <summary>What the last two looks differ in, by name.</summary>
    public OutsideFigures Compare()
    {
        var words = Ask($"compare {false} {true}").Split(' ').Select(word => word.Split('=')).ToDictionary(word => word[0], word => word[1]);
        long Number(string name) => long.Parse(words[name], CultureInfo.InvariantCulture);
        return new(Number("copied"), Number("new"), Number("zeros"), Number("uss"), Number("files"), Number("faults"), words["pages"]);
    }

    public void Dispose()
    {
        _checker.StandardInput.Close();
        if (!_checker.WaitForExit(TimeSpan.FromSeconds(10))) _checker.Kill(entireProcessTree: true);
        _checker.Dispose();
    }

    private string Ask(string question)
    {
        _checker.StandardInput.WriteLine(question);
        return _checker.StandardOutput.ReadLine() ?? throw new InvalidOperationException(_checker.StandardError.ReadToEnd());
    }
}

/// <summary>What became of a process's pages between two moments.</summary>
/// <param name="Copied">Pages of which a private copy was made.</param>
/// <param name="New">Pages of anonymous memory that were touched for the first time.</param>
/// <param name="Zeros">Pages that were only read, so that the zero page stands in.</param>
/// <param name="Uss">Growth of USS, in pages.</param>
/// <param name="Files">Growth of what USS has of files.</param>
/// <param name="Faults">Minor faults.</param>
/// <param name="Pages">The copied pages: FIRST+COUNT in hexadecimal, parted by commas.</param>
internal sealed record OutsideFigures(long Copied, long New, long Zeros, long Uss, long Files, long Faults, string Pages);
