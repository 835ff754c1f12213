using System.Diagnostics;
using CowNotebooks.Forking;
using CowNotebooks.Lab;

namespace CowNotebooks.Tests;

/// <summary>Cells of Python as a newcomer writes them, in a parent and in its children, in every CPython that is here.</summary>
public sealed class PythonCellTests
{
    private const string Remedy = "Install CPython: apt-get install python3.", Python3 = "python3";

    // Of pyenv; which of them are there, the machine decides.
    private static readonly string[] Versions = ["2.7", "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13"];
    private static readonly LabOptions Impatient = new() { TimeLimit = TimeSpan.FromSeconds(3) };

    public static TheoryData<string> Interpreters { get; } = [Python3, .. Versions.SelectMany(Installed)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Interpreters))]
    public async Task In_every_CPython_each_of_twenty_newcomers_cells_gives_the_same_in_a_parent_and_in_a_child(string interpreter)
    {
        await using var lab = await OpenAsync(interpreter);
        foreach (var cell in NewcomersCell.Python) await AssertRunsAsync(lab, cell);
    }

    [Theory]
    [MemberData(nameof(Interpreters))]
    public async Task A_cell_that_does_nothing_copies_nothing_in_50_of_50(string interpreter)
    {
        await using var lab = await OpenAsync(interpreter);
        await lab.RunAsync("import json\nmine = [[i] for i in range(50000)]", Cancel);
        // Every process has its collector look for garbage after so many new objects, and those of fifty cells are so many.
        await using var only = await lab.ForkAsync(Gc.Disabled, Cancel);
        await lab.RunAsync("import gc\ngc.enable()", Cancel);
        for (var i = 0; i < 50; i++)
        {
            await using var fresh = await lab.ForkAsync(cancel: Cancel);
            foreach (var child in new[] { fresh, only })
            {
                var run = await child.RunAsync("", cancel: Cancel);
                Assert.Equal(0, run.Copied!.Count);
                Assert.InRange(run.MinorFaultGrowth!.Value, 0, 2);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Interpreters))]
    public async Task State_carries_over_from_cell_to_cell_and_from_a_parent_to_children_that_diverge(string interpreter)
    {
        await using var lab = await OpenAsync(interpreter);
        await lab.RunAsync("counter = 0\ndef up():\n    global counter\n    counter += 1\n    return counter\nnames = ['Ada']", Cancel);
        await lab.RunAsync("up(); names.append('Grace')", Cancel);
        await using var one = await lab.ForkAsync(cancel: Cancel);
        await using var other = await lab.ForkAsync(cancel: Cancel);

        Assert.Equal("2", await ValueAsync(one, "up()"));
        Assert.Equal("3", await ValueAsync(one, "names.append('Edsger'); mine = 7\nup()"));
        Assert.Equal("['Ada', 'Grace']", await ValueAsync(other, "mine = 'other'\nnames"));
        Assert.Equal("(1, 'other')", await ValueAsync(other, "counter, mine"));
        Assert.Equal("(3, 7)", await ValueAsync(one, "counter, mine"));
        Assert.Equal("(1, 2)", (await lab.RunAsync("counter, len(names)", Cancel)).Value);
        await using var later = await lab.ForkAsync(cancel: Cancel);
        Assert.StartsWith("NameError: name 'mine' is not defined", Assert.IsType<Raised>((await later.RunAsync("mine", cancel: Cancel)).Outcome).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Interpreters))]
    public async Task Values_go_in_by_name(string interpreter)
    {
        await using var lab = await OpenAsync(interpreter, NewcomersCell.Values);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        foreach (var (name, value) in new[]
        {
            ("Size * 2", "10"), ("Big == 2 ** 63 - 1", "True"), ("Ratio", "2.0"), ("Name", "'a\\tb\\\\c\\n\"'"), ("Yes", "True"), ("Sizes", "[1, 2]"),
            ("Ratios", "[1.5, 2.0]"), ("Names", "['Ada', '']"), ("Flags", "[True, False]"), ("Nothing", "[]"), ("Foreign == u'\\u00e9\\u20ac'", "True"),
        })
        {
            Assert.Equal(value, (await lab.RunAsync(name, Cancel)).Value);
            Assert.Equal(value, await ValueAsync(child, name));
        }

        await lab.SetAsync(new { Size = 6 }, Cancel);
        Assert.Equal("6", (await lab.RunAsync("Size", Cancel)).Value);
        Assert.Equal("5", await ValueAsync(child, "Size"));
    }

    [Fact]
    public async Task A_long_value_and_a_long_output_are_cut()
    {
        const string code = "import sys\n_ = sys.stdout.write('y' * 100000)\n'x' * 100000";
        await using var lab = await OpenAsync(Python3);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        foreach (var run in new[] { await lab.RunAsync(code, Cancel), await child.RunAsync(code, cancel: Cancel) })
        {
            Assert.Equal(4000, run.Value!.Length);
            Assert.Equal($"{new string('y', 65_536)}\n… 34,464 more bytes", run.Output);
        }

        // What was cut is not in the next.
        Assert.Equal("z\n", (await child.RunAsync("print('z')", cancel: Cancel)).Output);
    }

    private static readonly string[] Failing =
    [
        "zero = 0\n\n1 / zero",
        "d = {}\nd['nothing']",
        "def inner(n):\n    # here\n    return n[0]\n\ndef outer():\n    inner(5)\n\nouter()",
        "try:\n    int('x')\nexcept ValueError:\n    raise KeyError('second')",
        "import json\njson.loads('{')",
        "class Mine(Exception): pass\nraise Mine('a\\nb')",
        "if True\n    pass",
        "x = 1\nreturn x",
        "x = (1,\ny = 2",
        "  x = 1",
        "def f():\nreturn 1",
        "print('unended",
    ];

    [Theory]
    [MemberData(nameof(Interpreters))]
    public async Task An_error_is_printed_as_CPython_prints_it_and_the_process_lives_on(string interpreter)
    {
        await using var lab = await OpenAsync(interpreter);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        foreach (var code in Failing)
        {
            var printed = Comparable(await PrintedAsync(interpreter, code));
            foreach (var (run, role) in new[] { (await lab.RunAsync(code, Cancel), Role.Parent), (await child.RunAsync(code, cancel: Cancel), Role.Child) })
            {
                var raised = Assert.IsType<Raised>(run.Outcome);
                Assert.Equal(role, raised.Role);
                Assert.Equal(printed, Comparable(raised.Text));
            }
        }

        Assert.Equal("2", await ValueAsync(child, "1 + 1"));
        Assert.Equal("2", (await lab.RunAsync("1 + 1", Cancel)).Value);
    }

    [Theory]
    [MemberData(nameof(Interpreters))]
    public async Task What_a_loop_over_anything_but_a_known_container_takes_is_not_predicted(string interpreter)
    {
        await using var lab = await OpenAsync(interpreter);
        await lab.RunAsync("from collections import deque\nheap = deque([i] for i in range(1000, 3000))", Cancel);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        lab.Predict("heap");
        var run = await child.RunAsync("for x in heap: pass", cancel: Cancel);
        Assert.Null(run.Predicted);
        Assert.Contains("which objects a loop over a 'deque' takes is known for a list, tuple, set or dict alone", run.Prediction.Why, StringComparison.Ordinal);
        // The deque, its lists and their numbers.
        Assert.Equal(4001, (await lab.SizeAsync("heap", Cancel)).DeepSize!.Objects);
    }

    [Theory]
    [MemberData(nameof(Interpreters))]
    public async Task An_object_that_says_it_is_a_list_is_counted_as_what_it_is(string interpreter)
    {
        await using var lab = await OpenAsync(interpreter);
        await lab.RunAsync("class Liar(object):\n    __slots__ = ()\n    __class__ = list\nliars = [Liar(), Liar()]", Cancel);
        Assert.Equal(3, (await lab.SizeAsync("liars", Cancel)).DeepSize!.Objects);
    }

    [Fact]
    public async Task The_text_of_a_subclass_of_str_is_no_part_of_its_object()
    {
        await using var lab = await OpenAsync(Python3);
        await lab.RunAsync("class Name(str): pass\nnames = [Name('x' * 100_000)]", Cancel);
        Assert.InRange((await lab.SizeAsync("names", Cancel)).Places!.Rows.Single(row => row.Kind.Type == "Name").Size, 1ul, 200ul);
    }

    [Theory]
    [MemberData(nameof(Interpreters))]
    public async Task A_signal_between_cells_for_which_one_has_a_handler_ends_no_parent(string interpreter)
    {
        await using var lab = await OpenAsync(interpreter);
        await lab.RunAsync("import signal\nended = []\n_ = signal.signal(signal.SIGCHLD, lambda number, frame: ended.append(number))", Cancel);
        await (await lab.ForkAsync(cancel: Cancel)).DisposeAsync();
        Assert.Equal("1", (await lab.RunAsync("len(ended)", Cancel)).Value);
    }

    [Fact]
    public async Task Leaving_and_interrupting_are_errors_of_the_cell_alone()
    {
        await using var lab = await OpenAsync(Python3);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        foreach (var (code, says) in new[] { ("import sys\nsys.exit(3)", "SystemExit: 3"),
            ("raise KeyboardInterrupt", "KeyboardInterrupt"), ("def deep(n): return deep(n + 1)\ndeep(0)", "RecursionError: ") })
        {
            Assert.StartsWith(says, Assert.IsType<Raised>((await lab.RunAsync(code, Cancel)).Outcome).Message, StringComparison.Ordinal);
            Assert.StartsWith(says, Assert.IsType<Raised>((await child.RunAsync(code, cancel: Cancel)).Outcome).Message, StringComparison.Ordinal);
        }

        Assert.Equal("2", await ValueAsync(child, "1 + 1"));
    }

    [Theory]
    [InlineData("while True: pass", "running")]
    [InlineData("class Slow(object):\n    def __repr__(self):\n        while True: pass\nSlow()", "showing the value of")]
    public async Task What_does_not_end_is_ended_by_the_time_limit(string code, string doing)
    {
        await using var lab = await OpenAsync(Python3, options: Impatient);
        var child = await lab.ForkAsync(cancel: Cancel);
        var run = await child.RunAsync(code, cancel: Cancel);

        Assert.Equal($"The child did not answer within 3 s while {doing} 'own code', and was ended.", Assert.IsType<TimedOut>(run.Outcome).ToString());
        Assert.Equal(run.Outcome, child.Ended);
        await using var next = await lab.ForkAsync(cancel: Cancel);
        Assert.Equal("2", await ValueAsync(next, "1 + 1"));
        await Survivors.AssertNoneAsync(child.Pid);
        var error = await Assert.ThrowsAsync<ProcessFailedException>(() => lab.RunAsync(code, Cancel));
        Assert.IsType<TimedOut>(error.Outcome);
    }

    [Fact]
    public async Task A_process_that_leaves_is_named_with_its_code()
    {
        const string code = "import os\nos._exit(5)";
        await using var lab = await OpenAsync(Python3);
        await using var child = await lab.ForkAsync(cancel: Cancel);
        Assert.Equal("The child exited with code 5 while running 'own code'.", (await child.RunAsync(code, cancel: Cancel)).Outcome.ToString());
        var error = await Assert.ThrowsAsync<ProcessFailedException>(() => lab.RunAsync(code, Cancel));
        Assert.StartsWith("The parent exited with code 5 while running 'own code'.", error.Message, StringComparison.Ordinal);
    }

    /// <summary>What the interpreter itself says of a program with that text, named "cell".</summary>
    private static async Task<string> PrintedAsync(string interpreter, string code)
    {
        var folder = Directory.CreateTempSubdirectory("cow-test-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "cell"), code, Cancel);
            using var process = Process.Start(new ProcessStartInfo(interpreter, ["-E", "-s", "cell"]) { WorkingDirectory = folder, RedirectStandardError = true })!;
            var said = await process.StandardError.ReadToEndAsync(Cancel);
            return said.Replace($"\"{folder}/cell\"", "\"cell\"", StringComparison.Ordinal).TrimEnd('\n');
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// CPython prints errors by its C code or by its module traceback, as a parent does. In some versions the two differ in the module before a class, and in
    /// how far the caret of a syntax error points.
    /// </summary>
    private static string Comparable(string error)
    {
        error = error.Replace("__main__.", "", StringComparison.Ordinal);
        return error.StartsWith("Traceback", StringComparison.Ordinal) ? error : string.Join('\n', error.Split('\n').Where(line => line.Trim().Trim('^').Length > 0));
    }

    private static async Task AssertRunsAsync(Laboratory lab, NewcomersCell cell)
    {
        cell.AssertRan(await lab.RunAsync(cell.Code, Cancel));
        await using var child = await lab.ForkAsync(cancel: Cancel);
        cell.AssertRan(await child.RunAsync(cell.Code, cancel: Cancel));
        cell.AssertRan(await child.RunAsync(cell.Code, cancel: Cancel));
    }

    private static async Task<string?> ValueAsync(Child child, string code)
    {
        var run = await child.RunAsync(code, cancel: Cancel);
        Assert.True(run.Outcome.IsCompleted, run.Outcome.ToString());
        return run.Value;
    }

    private static Task<Laboratory> OpenAsync(string interpreter, object? values = null, LabOptions? options = null)
    {
        if (interpreter == Python3) Requires.Program(Remedy, Python3);
        return Laboratory.OpenAsync(Runtime.CPython(interpreter), values, options, Cancel);
    }

    private static IEnumerable<string> Installed(string version)
    {
        var pyenv = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pyenv", "versions");
        return Directory.Exists(pyenv)
            ? Directory.GetDirectories(pyenv, $"{version}.*").Where(folder => Path.GetFileName(folder) != VersionOfPython3())
                .Select(folder => Path.Combine(folder, "bin", "python")).Where(File.Exists).Take(1)
            : [];
    }

    // The same version once more would show nothing else; null where there is none.
    private static string? VersionOfPython3()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Python3, ["--version"]) { RedirectStandardOutput = true })!;
            return process.StandardOutput.ReadToEnd().Trim().Split(' ')[^1];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
