using CowNotebooks.Lab;
using Microsoft.DotNet.Interactive.Commands;

namespace CowNotebooks.Tests.Interactive;

/// <summary>What a reader is told when a cell goes wrong; the notebook goes on.</summary>
public sealed class MishapTests : IDisposable
{
    private readonly Engine _engine = new();

    public static TheoryData<string, string, string> Errors => new()
    {
        { "python", "#!child\n\n1 / 0", "ZeroDivisionError: division by zero (cell, line 3)" },
        { "python", "#!child\ndef f():\n    return missing\nf()", "NameError: name 'missing' is not defined (cell, line 3)" },
        { "python", "#!child\nx = (", "SyntaxError: '(' was never closed (cell, line 2)" },
        { "dotnet", "#!child\n\nthrow new InvalidOperationException(\"deep\");", "System.InvalidOperationException: deep (cell, line 3)" },
        { "dotnet", "#!child\nint x = ;", "cell(2,9): error: Invalid expression term ';'. (CS1525)" },
        { "perl", "#!child\n\ndie 'gone'", "gone at cell line 3." },
        { "perl", "#!child\nmy $x = ;", "syntax error at cell line 2, at EOF" },
        { "ruby", "#!child\n\nraise 'gone'", "cell:3:in `block in <main>': gone (RuntimeError)" },
        { "ruby", "#!child\ndef f\n  1 / 0\nend\nf", "cell:3:in `/': divided by 0 (ZeroDivisionError)" },
        { "ruby", "#!child\n\nx = (", "cell:3: syntax error, unexpected end-of-input" },
        { "php", "#!child\n\nthrow new Exception('gone');", "Exception: gone in cell:3" },
        { "php", "#!child\nfunction f() {\n    return intdiv(1, 0);\n}\nf();", "DivisionByZeroError: Division by zero in cell:3" },
        { "php", "#!child\n$x = ;", "ParseError: syntax error, unexpected token \";\" in cell:2" },
    };

    public void Dispose() => _engine.Dispose();

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task An_error_names_the_line_of_the_readers_cell_and_the_child_lives_on(string runtime, string cell, string first)
    {
        Requires.Runtime(runtime);
        await using var lab = await Engine.OpenAsync(Runtime.Parse(runtime));

        var message = await _engine.FailAsync(cell);

        Assert.Equal(first, message.Split('\n')[0]);
        Assert.Equal("2", (await _engine.RunAsync("#!child\n1 + 1")).Value);
    }

    [Fact]
    public async Task An_error_in_the_parent_is_told_the_same_way()
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());

        Assert.StartsWith("NameError: name 'missing' is not defined (cell, line 2)", await _engine.FailAsync("#!parent\nmissing"), StringComparison.Ordinal);
        Assert.StartsWith("NameError: name 'missing' is not defined (cell, line 4)", await _engine.FailAsync("var x = 1;\n#!parent\n\nmissing"), StringComparison.Ordinal);
        // The part before begins with the same letters.
        Assert.StartsWith("NameError: name 'missing' is not defined (cell, line 4)", await _engine.FailAsync("#!parent\nmissing_ones = 0\n#!parent\nmissing"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_that_is_killed_is_told_and_the_next_cell_forks_another()
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());

        Assert.StartsWith("The child was killed by SIGKILL while running", await _engine.FailAsync("#!child\nimport os\nos.kill(os.getpid(), 9)"), StringComparison.Ordinal);
        Assert.Equal("2", (await _engine.RunAsync("#!child\n1 + 1")).Value);
    }

    [Fact]
    public async Task A_child_beyond_its_time_limit_is_ended_and_the_parent_keeps_its_state()
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython(), new LabOptions { TimeLimit = TimeSpan.FromSeconds(2) });
        await _engine.RunAsync("#!parent\nkept = 5");

        Assert.StartsWith("The child did not answer within 2 s", await _engine.FailAsync("#!child\nwhile True: pass"), StringComparison.Ordinal);
        Assert.Equal("5", (await _engine.RunAsync("#!child\nkept")).Value);
    }

    [Fact]
    public async Task Interrupting_an_endless_child_ends_it_and_the_parent_keeps_its_state()
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());
        await _engine.RunAsync("#!parent\nkept = 5");
        await _engine.RunAsync("#!fork");
        var child = lab.Child!;
        var cell = _engine.FailAsync("#!child\nwhile True: pass");
        await Processes.UntilAsync(() => IsBusy(child.Pid));

        // As every front end does.
        await _engine.SendAsync(new Cancel());

        Assert.StartsWith("The cell was interrupted, and with it the child was ended.", await cell, StringComparison.Ordinal);
        Assert.Equal("5", (await _engine.RunAsync("#!child\nkept")).Value);
        Assert.False(Directory.Exists($"/proc/{child.Pid}"));
    }

    [Fact]
    public async Task Interrupting_an_endless_parent_ends_the_laboratory_and_leaves_no_process()
    {
        var lab = await Engine.OpenAsync(Runtime.CPython());
        var cell = _engine.FailAsync("#!parent\nwhile True: pass");
        await Processes.UntilAsync(() => IsBusy(lab.ParentPid));

        // As every front end does.
        await _engine.SendAsync(new Cancel());

        Assert.StartsWith("The cell was interrupted, and with it the parent was ended", await cell, StringComparison.Ordinal);
        Assert.StartsWith("There is no laboratory yet", await _engine.FailAsync("#!parent\n1"), StringComparison.Ordinal);
        // The cell's failure is told first, then the parent is killed.
        await Processes.UntilAsync(() => !Directory.Exists($"/proc/{lab.ParentPid}"), "The parent is still there.");
    }

    // It has used processor time since it was forked: fields 14 of /proc/PID/stat, after the last bracket.
    private static bool IsBusy(int pid) => int.Parse(File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].Split(' ')[12]) > 30;
}
