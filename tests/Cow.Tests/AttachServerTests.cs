using System.Text.Json.Nodes;
using CowNotebooks.Tests;
using CowNotebooks.Tests.Servers;

namespace CowNotebooks.Cow.Tests;

/// <summary><c>cow attach</c> on a gunicorn that serves.</summary>
public sealed class AttachServerTests
{
    [Fact]
    public async Task What_it_says_of_a_gunicorn_is_what_a_checker_from_outside_says()
    {
        await using var server = await GunicornServer.StartAsync(workers: 4);
        await server.GetFromEachAsync("read");
        using var checker = new FamilyChecker();
        using var stopped = server.StopAll();
        var outside = checker.Look(server.Parent.Pid, server.Workers);
        var result = await CowCommand.RunAsync("attach", $"{server.Workers[0]}", "--json");

        Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Errors));
        var members = JsonNode.Parse(result.Output)!["members"]!.AsArray();
        Assert.Equal(["parent", "child", "child", "child", "child"], members.Select(member => (string)member!["role"]!));
        Assert.Equal(outside.Select(Figures), members.Select(Figures!));
        Assert.All(members.Skip(1), member => Assert.True((long)member!["privateIdenticalPages"]! > 3_000));
    }

    [Fact]
    public async Task It_fits_a_terminal_and_names_every_worker()
    {
        await using var server = await GunicornServer.StartAsync(workers: 2, size: 1_000);
        var result = await CowCommand.RunAsync("attach", $"{server.Parent.Pid}");

        Assert.Equal((ExitCodes.Ok, ""), (result.ExitCode, result.Errors));
        Assert.All(result.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.All(server.Workers, worker => Assert.Contains($" {worker} child ", result.Output, StringComparison.Ordinal));
    }

    // Without frame numbers a page that only siblings share passes as the parent's; workers of gunicorn have none.
    [Fact]
    public async Task The_user_who_runs_a_server_sees_what_root_sees()
    {
        Requires.That(Environment.IsPrivilegedProcess, "Only root can run a program as another user. Run the tests as root.");
        await using var server = await GunicornServer.StartAsync(workers: 2, asNobody: true);
        await server.GetFromEachAsync("read");
        using var stopped = server.StopAll();
        var (root, nobody) = (await CowCommand.RunAsync("attach", $"{server.Parent.Pid}", "--json"), await CowCommand.RunAsNobodyAsync("attach", $"{server.Parent.Pid}", "--json"));

        Assert.Equal((ExitCodes.Ok, ""), (nobody.ExitCode, nobody.Errors));
        var (exact, inferred) = (JsonNode.Parse(root.Output)!, JsonNode.Parse(nobody.Output)!);
        Assert.Equal((true, false), ((bool)exact["frameNumbers"]!, (bool)inferred["frameNumbers"]!));
        Assert.Equal(exact["members"]!.AsArray().Select(Figures!), inferred["members"]!.AsArray().Select(Figures!));
    }

    [Fact]
    public async Task Another_user_is_refused_in_a_sentence()
    {
        Requires.That(Environment.IsPrivilegedProcess, "Only root can run a program as another user. Run the tests as root.");
        await using var server = await GunicornServer.StartAsync(workers: 1, size: 1_000);
        var result = await CowCommand.RunAsNobodyAsync("attach", $"{server.Parent.Pid}");

        Assert.NotEqual(ExitCodes.Ok, result.ExitCode);
        Assert.Contains($"{server.Parent.Pid}", result.OneLine(), StringComparison.Ordinal);
    }

    // cow maps pages of files itself, so which of them are a member's alone is not the same for everyone who looks.
    private static (long, long, long, long, long, long) Figures(OutsideMember member) => (
        member.Pid, member.SharedWithParent, member.SharedWithOthers + member.PrivateFile, member.PrivateIdentical, member.PrivateDifferent, member.New);

    private static (long, long, long, long, long, long) Figures(JsonNode member)
    {
        return ((long)member["pid"]!, Pages("sharedWithParent"), Pages("sharedWithOthers") + Pages("privateFile"), Pages("privateIdentical"), Pages("privateDifferent"), Pages("new"));

        // The parent has no parent in the family, and so none of these.
        long Pages(string name) => (long?)member[$"{name}Pages"] ?? 0;
    }
}
