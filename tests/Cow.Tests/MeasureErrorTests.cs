using CowNotebooks.Procfs;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

public sealed class MeasureErrorTests
{
    private const int Begun = 2000;
    private static readonly ProcFs Proc = new();

    [Theory]
    [InlineData("--count 0", "at least 1")]
    [InlineData("--count -5", "at least 1")]
    [InlineData("--count many", "not a whole number")]
    [InlineData("--count 99999999999999999999", "not a whole number")]
    [InlineData("--count 1000000000000", "available")]
    [InlineData("--workload fly", "There is no workload 'fly'")]
    [InlineData("--heap pile", "There is no heap 'pile'")]
    [InlineData("--runtime abacus", "There is no runtime 'abacus'")]
    [InlineData("--runtime python --workload lock", "There is no workload 'lock' for python")]
    [InlineData("--gc threshold0", "There is no gc 'threshold0' for dotnet")]
    [InlineData("--count 10 --slices 11", "cannot be worked through in 11 slices")]
    [InlineData("--slices 0", "0 slices")]
    [InlineData("--timeout 0", "not a time")]
    [InlineData("--timeout NaN", "not a time")]
    [InlineData("--interpreter /bin/cat", "takes no interpreter")]
    [InlineData("--csv /no/such/folder/a.csv", "/no/such/folder")]
    [InlineData("--record /no/such/folder/a.csv", "The folder of --record /no/such/folder/a.csv does not exist")]
    [InlineData("--record /tmp", "is not a file name")]
    public async Task What_cannot_be_is_refused_in_one_line(string options, string says)
    {
        var result = await CowCommand.RunAsync(["measure", "--json", .. options.Split(' ')]);
        Assert.Contains(says, result.OneLine());
        Assert.Equal(ExitCodes.Usage, result.ExitCode);
    }

    [Theory]
    [InlineData("/bin/cat")]
    [InlineData("/bin/true")]
    [InlineData("/no/such/python")]
    public async Task A_python_that_is_no_python_is_named(string interpreter)
    {
        var result = await CowCommand.RunAsync("measure", "--runtime", "python", "--interpreter", interpreter, "--count", "1000");
        Assert.Contains(interpreter, result.OneLine());
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
    }

    [Fact]
    public async Task A_folder_that_is_given_as_interpreter_is_called_one()
    {
        var result = await CowCommand.RunAsync("measure", "--runtime", "python", "--interpreter", "/tmp", "--count", "1000");
        Assert.Contains("is a folder, not a program", result.OneLine());
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
    }

    [Theory]
    [InlineData("dotnet")]
    [InlineData("python")]
    public async Task An_invalid_access_ends_the_child_by_a_named_signal(string runtime)
    {
        if (runtime == "python") Requires.Program("Install it (Debian: apt-get install python3).", "python3");
        var result = await CowCommand.RunAsync("measure", "--runtime", runtime, "--workload", "invalid-access", "--count", "1000");
        Assert.Equal("The child was killed by SIGSEGV while running 'invalid-access'.", result.Errors.Trim());
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
    }

    [Theory]
    [InlineData("dotnet", "lock")]
    [InlineData("python", "print")]
    public async Task A_child_killed_in_mid_run_is_a_named_outcome(string runtime, string workload)
    {
        var result = await KillAsync(runtime, workload, family => family.Child);
        Assert.Contains($"The child was killed by SIGKILL while running '{workload}'", result.Errors);
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
    }

    [Theory]
    [InlineData("dotnet", "lock")]
    [InlineData("python", "print")]
    public async Task A_parent_killed_in_mid_run_is_a_named_outcome(string runtime, string workload)
    {
        var result = await KillAsync(runtime, workload, family => family.Parent);
        Assert.Contains("was killed by SIGKILL", result.Errors);
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
    }

    [Theory]
    [InlineData("dotnet", "lock")]
    [InlineData("python", "print")]
    public async Task Neither_parent_nor_child_outlives_a_killed_observer(string runtime, string workload)
    {
        if (runtime == "python") Requires.Program("Install it (Debian: apt-get install python3).", "python3");
        using var cow = CowCommand.Start("measure", "--runtime", runtime, "--workload", workload, "--slices", "500");
        await FamilyAsync(cow);
        System.Diagnostics.Process.GetProcessById(cow.Pid).Kill();
        // Fails when a process with the mark is left.
        Assert.Equal(128 + 9, (await cow.ResultAsync()).ExitCode);
    }

    [Fact]
    public async Task Interrupted_it_exits_with_130()
    {
        using var cow = CowCommand.Start("measure", "--workload", "lock", "--slices", "500");
        await FamilyAsync(cow);
        using var kill = System.Diagnostics.Process.Start("kill", ["-INT", $"{cow.Pid}"]);
        Assert.Equal(130, (await cow.ResultAsync()).ExitCode);
    }

    private static async Task<CowOutput> KillAsync(string runtime, string workload, Func<(int Parent, int Child), int> victim)
    {
        if (runtime == "python") Requires.Program("Install it (Debian: apt-get install python3).", "python3");
        using var cow = CowCommand.Start("measure", "--runtime", runtime, "--workload", workload, "--slices", "500");
        var pid = victim(await FamilyAsync(cow));
        System.Diagnostics.Process.GetProcessById(pid).Kill();
        return await cow.ResultAsync();
    }

    /// <summary>
    /// Waits for a child that has begun to copy pages, while its parent is stopped: the one before it, which does nothing, never takes so many faults, and the
    /// scout takes them while the parent waits.
    /// </summary>
    private static async Task<(int Parent, int Child)> FamilyAsync(CowCommand cow)
    {
        while (!cow.HasExited)
        {
            try
            {
                foreach (var parent in Proc.Process(cow.Pid).Children())
                    foreach (var child in Proc.Process(parent).Children())
                        if (Proc.Process(parent).Stat().State == 'T' && Proc.Process(child).Stat().MinorFaults > Begun) return (parent, child);
            }
            catch (ProcVanishedException)
            {
                // It ended meanwhile.
            }

            await Task.Delay(1);
        }

        Assert.Fail("cow ended before its child had begun.");
        return default;
    }
}
