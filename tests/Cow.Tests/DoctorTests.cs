namespace CowNotebooks.Cow.Tests;

public sealed class DoctorTests
{
    [Fact]
    public async Task It_says_of_each_thing_whether_it_can_be_measured_in_80_columns()
    {
        var result = await CowCommand.RunAsync("doctor");
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Equal("", result.Errors);
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 80));
        Assert.All(lines, line => Assert.Contains(line[0], "✓✗· "));
        foreach (var what in new[] { "kernel", "smaps_rollup", "pagemap", "perf events", "PAGEMAP_SCAN", "memory of children", "page size", "transparent huge pages", "KSM", "memory", ".NET", "dotnet", "python" })
            Assert.Contains(lines, line => line[2..].StartsWith($"{what}: ", StringComparison.Ordinal));
        Assert.Contains("✓ dotnet: .NET 10", result.Output);
    }

    [Theory]
    [InlineData("measure")]
    [InlineData("ps")]
    [InlineData("doctor")]
    public async Task Each_command_explains_itself_with_an_example(string command)
    {
        var result = await CowCommand.RunAsync(command, "--help");
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Contains("Example", result.Output);
        Assert.Contains($"cow {command}", result.Output);
    }
}
