using System.Diagnostics;
using System.Text.Json;

namespace CowNotebooks.Tests;

/// <summary>The real <c>cow</c>, run as a person runs it.</summary>
internal sealed class CowCommand : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private readonly string _mark = $"COW_TEST_MARK={Guid.NewGuid():N}";
    private readonly Process _process;
    private readonly Task<string> _output, _errors;
    private bool _disposed;

    private CowCommand(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError, start.RedirectStandardInput) = (true, true, true);
        start.Environment["COLUMNS"] = "80";
        start.Environment[_mark.Split('=')[0]] = _mark.Split('=')[1];
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        (_output, _errors) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    /// <summary>The one that was built with these tests: lib/Cow/bin/Debug/net10.0/cow beside tests/Cow.Tests/bin/Debug/net10.0/.</summary>
    public static string Program { get; } = Path.Combine(Source.Root, "lib/Cow/bin", Source.Build, "cow");

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    public static CowCommand Start(params string[] arguments) => new(new ProcessStartInfo(Program, arguments));

    /// <summary>From a folder.</summary>
    public static CowCommand StartIn(string folder, params string[] arguments) => new(new ProcessStartInfo(Program, arguments) { WorkingDirectory = folder });

    /// <summary>By another program, which starts cow itself and inherits the mark as well.</summary>
    public static CowCommand StartBy(string program, string[] before, params string[] arguments) => new(new ProcessStartInfo(program, [.. before, Program, .. arguments]));

    /// <summary>Runs it to its end.</summary>
    public static Task<CowOutput> RunAsync(params string[] arguments) => Start(arguments).ResultAsync();

    /// <summary>Runs it to its end: it says an object of JSON, and no error.</summary>
    public static async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.Equal("", result.Errors);
        return JsonDocument.Parse(result.Output).RootElement;
    }

    /// <summary>From a folder.</summary>
    public static Task<CowOutput> RunInAsync(string folder, params string[] arguments) => StartIn(folder, arguments).ResultAsync();

    /// <summary>From a folder, in an environment of its own, and perhaps another cow than the one built here.</summary>
    public static Task<CowOutput> RunInAsync(string folder, IReadOnlyDictionary<string, string> environment, string[] arguments, string? program = null)
    {
        var start = new ProcessStartInfo(program ?? Program, arguments) { WorkingDirectory = folder };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new CowCommand(start).ResultAsync();
    }

    /// <summary>As the user nobody, without any right.</summary>
    public static Task<CowOutput> RunAsNobodyAsync(params string[] arguments)
    {
        var nobody = Requires.Nobody("--inh-caps=-all", "--bounding-set=-all", "--no-new-privs");
        return StartBy(nobody[0], nobody[1..], arguments).ResultAsync();
    }

    /// <summary>Waits for the end, and checks what holds at every end: no stack trace, no process left.</summary>
    public async Task<CowOutput> ResultAsync()
    {
        using (this)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(Limit);
            await _process.WaitForExitAsync(limit.Token);
            var result = new CowOutput(_process.ExitCode, await _output.WaitAsync(limit.Token), await _errors.WaitAsync(limit.Token));
            // The lines of a user's own cell are no stack trace of ours, nor is what a cell wrote, nor a command line that cow ps shows.
            Assert.DoesNotMatch("(?m)^   at (?!cell:line )", result.Output.Split("output so far:")[0] + result.Errors);
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
    private IReadOnlyList<int> Left() => Processes.WithEnvironment(_mark);
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
