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
