using System.Text.Json;
using CowNotebooks.Tests;

namespace CowNotebooks.Cow.Tests;

public sealed class PsTests
{
    [Fact]
    public async Task A_named_process_is_shown_with_Private_and_Shared_adding_up_to_the_RAM_used()
    {
        var result = await CowCommand.RunAsync("ps", "--json", "-p", $"{Environment.ProcessId}");
        var process = Assert.Single(JsonDocument.Parse(result.Output).RootElement.GetProperty("processes").EnumerateArray());
        Assert.Equal(Environment.ProcessId, process.GetProperty("pid").GetInt32());
        var (uss, shared, pss) = (process.GetProperty("ussBytes").GetInt64(), process.GetProperty("sharedBytes").GetInt64(), process.GetProperty("pssBytes").GetInt64());
        Assert.InRange(uss, 1, pss);
        Assert.Equal(pss, uss + shared);
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
    }

    [Fact]
    public async Task The_tree_below_a_process_has_cow_itself()
    {
        var result = await CowCommand.RunAsync("ps", "--tree", "--json", "-p", $"{Environment.ProcessId}");
        var processes = JsonDocument.Parse(result.Output).RootElement.GetProperty("processes").EnumerateArray().ToList();
        Assert.Equal(Environment.ProcessId, processes[0].GetProperty("pid").GetInt32());
        Assert.Contains(processes, process => process.GetProperty("name").GetString() == "cow" && process.GetProperty("depth").GetInt32() == 1);
    }

    [Fact]
    public async Task All_processes_are_listed_the_largest_first()
    {
        var result = await CowCommand.RunAsync("ps", "--json");
        var sizes = JsonDocument.Parse(result.Output).RootElement.GetProperty("processes").EnumerateArray().Select(process => process.GetProperty("pssBytes").GetInt64()).ToList();
        Assert.True(sizes.Count > 1);
        Assert.Equal(sizes.OrderDescending(), sizes);
    }

    /// <summary>proc(5), hidepid=2: other users' processes are not in /proc at all. The shell that starts cow is root's, and process 1.</summary>
    [Fact]
    public async Task Where_proc_hides_the_processes_of_others_ones_own_are_listed_and_measured()
    {
        Requires.That(Environment.IsPrivilegedProcess, "Only root can mount /proc and become another user: run the tests as root, e.g. in the development container.");
        var unshare = Requires.Program("Install it (Debian: apt-get install util-linux).", "unshare");
        const string hidden = "mount -t proc -o hidepid=2 proc /proc && setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\"; exit $?";
        Task<CowOutput> HiddenAsync(params string[] arguments) => CowCommand.StartBy(unshare, ["--mount", "--pid", "--fork", "sh", "-c", hidden, "sh"], arguments).ResultAsync();

        var listed = await HiddenAsync("ps", "--json");
        var names = JsonDocument.Parse(listed.Output).RootElement.GetProperty("processes").EnumerateArray().Select(process => process.GetProperty("name").GetString());
        Assert.Equal("cow", Assert.Single(names));
        Assert.Equal(ExitCodes.Ok, listed.ExitCode);

        var refused = await HiddenAsync("attach", "1");
        Assert.StartsWith("There is no process 1:", refused.Errors);
        Assert.Equal(ExitCodes.Failed, refused.ExitCode);

        var measured = await HiddenAsync("measure", "--count", "1000", "--json");
        Assert.Equal(ExitCodes.Ok, measured.ExitCode);
    }

    [Theory]
    [InlineData("2147483647", ExitCodes.Failed)]
    [InlineData("0", ExitCodes.Usage)]
    [InlineData("-7", ExitCodes.Usage)]
    [InlineData("init", ExitCodes.Usage)]
    public async Task A_process_that_is_not_there_is_one_line(string pid, int exitCode)
    {
        foreach (var tree in new[] { Array.Empty<string>(), ["--tree"] })
        {
            var result = await CowCommand.RunAsync(["ps", "-p", pid, .. tree]);
            Assert.Contains(pid, result.OneLine());
            Assert.Equal(exitCode, result.ExitCode);
        }
    }

    [Fact]
    public async Task A_hostile_name_does_not_steer_the_terminal()
    {
        var hostile = Path.Combine(Path.GetTempPath(), "\u001b[31m[red]x\n");
        File.Copy("/bin/sleep", hostile, overwrite: true);
        try
        {
            using var sleeping = System.Diagnostics.Process.Start(hostile, "60");
            try
            {
                var result = await CowCommand.RunAsync("ps", "--wide", "-p", $"{sleeping.Id}");
                Assert.Equal(ExitCodes.Ok, result.ExitCode);
                Assert.DoesNotContain('\u001b', result.Output);
                Assert.Contains("\\x1b[31m[red]x", result.Output);
            }
            finally
            {
                sleeping.Kill();
                await sleeping.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            File.Delete(hostile);
        }
    }
}
