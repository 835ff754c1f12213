using System.Diagnostics;
using System.Text;
using CowNotebooks.Procfs;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

/// <summary>The real <c>cow</c>, run as a person runs it.</summary>
internal sealed class CowCommand : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly string _mark = $"COW_TEST_MARK={Guid.NewGuid():N}";
    private readonly Process _process;
    private readonly Task<string> _output, _errors;
    private bool _disposed;

    private CowCommand(string[] arguments)
        : this(Program, arguments)
    {
    }

    private CowCommand(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["COLUMNS"] = "80";
        start.Environment[_mark.Split('=')[0]] = _mark.Split('=')[1];
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        (_output, _errors) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    /// <summary>tests/Cow.Tests/bin/Debug/net10.0/ has no staged parents beside it; lib/Cow/bin/Debug/net10.0/ has.</summary>
    private static string Program { get; } = Path.Combine(AppContext.BaseDirectory.Replace("tests/Cow.Tests/bin", "lib/Cow/bin"), "cow");

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    public static CowCommand Start(params string[] arguments) => new(arguments);

    /// <summary>By another program, which starts cow itself and inherits the mark as well.</summary>
    public static CowCommand StartBy(string program, string[] before, params string[] arguments) => new(program, [.. before, Program, .. arguments]);

    public static Task<CowOutput> RunAsync(params string[] arguments) => new CowCommand(arguments).ResultAsync();

    /// <summary>As the user nobody, without any right.</summary>
    public static Task<CowOutput> RunAsNobodyAsync(params string[] arguments) => new CowCommand(
        Requires.Program("Install it (Debian: apt-get install util-linux).", "setpriv"),
        ["--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", Program, .. arguments]).ResultAsync();

    /// <summary>Waits for the end, and checks what holds at every end: no stack trace, no process left.</summary>
    public async Task<CowOutput> ResultAsync()
    {
        using (this)
        {
            using var limit = new CancellationTokenSource(Limit);
            await _process.WaitForExitAsync(limit.Token);
            var result = new CowOutput(_process.ExitCode, await _output.WaitAsync(limit.Token), await _errors.WaitAsync(limit.Token));
            // The lines of a user's own cell are no stack trace of ours.
            Assert.DoesNotMatch("   at (?!cell:line )", result.Output + result.Errors);
            // An orphan that was killed is reaped by init, a moment later.
            for (var attempt = 0; attempt < 100 && Left().Count > 0; attempt++) await Task.Delay(50, limit.Token);
            Assert.Empty(Left());
            return result;
        }
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    /// <summary>Everything that cow starts inherits the mark.</summary>
    private List<int> Left() => [.. new ProcFs().Processes().Where(HasMark)];

    private bool HasMark(int pid)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/environ")).Split('\0').Contains(_mark);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

/// <summary>What a script sees of it.</summary>
internal sealed record CowOutput(int ExitCode, string Output, string Errors)
{
    /// <summary>Standard error is one line, and there is nothing else.</summary>
    public string OneLine()
    {
        Assert.Equal("", Output);
        return Assert.Single(Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
