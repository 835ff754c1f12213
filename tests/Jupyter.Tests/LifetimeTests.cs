using System.Diagnostics;
using System.Text.Json.Nodes;
using CowNotebooks.Tests;
using NetMQ;
using NetMQ.Sockets;

namespace CowNotebooks.Jupyter.Tests;

public class LifetimeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_shutdown_is_answered_and_leaves_nothing_behind(bool restart)
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        var left = int.Parse(client.Execute("System.Diagnostics.Process.Start(\"sleep\", \"86400\").Id").Value!);
        var engine = int.Parse(client.Execute("Environment.ProcessId").Value!);
        Assert.Equal(restart, client.Control("shutdown_request", new JsonObject { ["restart"] = restart })["restart"]!.GetValue<bool>());
        await kernel.EndedAsync();
        Assert.Equal(0, kernel.ExitCode);
        await Processes.UntilAsync(() => !Directory.Exists($"/proc/{engine}") && !Directory.Exists($"/proc/{left}"), "The engine or what it started is still there.");
    }

    [Fact]
    public async Task A_kernel_that_is_killed_takes_its_engine_with_it()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        var engine = int.Parse(client.Execute("Environment.ProcessId").Value!);
        client.Begin("while (true) { }");
        kernel.Kill();
        await Processes.UntilAsync(() => !Directory.Exists($"/proc/{engine}"), "The engine is still there.");
    }

    [Fact]
    public async Task A_kernel_ends_with_the_process_that_jupyter_says_has_started_it()
    {
        using var parent = Process.Start("sleep", "86400");
        var (kernel, client) = await KernelProcess.StartAsync(("JPY_PARENT_PID", $"{parent.Id}"));
        await using var _ = kernel;
        using var __ = client;
        client.Begin("while (true) { }");
        parent.Kill();
        await kernel.EndedAsync();
    }

    [Fact]
    public async Task Nothing_is_listened_on_but_what_the_connection_file_names()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        client.Execute("1");
        var inodes = Sockets($"/proc/{kernel.Id}").ToHashSet();
        var own = Listening().Where(line => inodes.Contains(line.Inode)).Select(line => line.Address).Order();
        Assert.Equal(kernel.Connection.Ports.Select(port => $"0100007F:{port:X4}").Order(), own);
    }

    [Fact]
    public async Task The_heartbeat_answers_while_a_cell_keeps_the_engine_busy()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        var id = client.Begin("Console.WriteLine(1); while (true) { }");
        client.Until(id, message => message.Type == "stream");
        using var heart = new RequestSocket();
        heart.Connect(kernel.Connection["hb"]);
        foreach (var beat in new[] { "one", "two" })
        {
            heart.SendFrame(beat);
            Assert.True(heart.TryReceiveFrameString(Processes.Limit, out var echo));
            Assert.Equal(beat, echo);
        }
    }

    // /proc/net/tcp, proc_pid_net(5): local address in hexadecimal, state 0A is LISTEN, the inode is column 10.
    private static IReadOnlyList<(string Address, string Inode)> Listening() =>
        [.. new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists).SelectMany(File.ReadLines).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words[3] == "0A").Select(words => (words[1], words[9]))];

    private static IEnumerable<string> Sockets(string process) => Directory.GetFiles($"{process}/fd").Select(file => new FileInfo(file).LinkTarget ?? "")
        .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal)).Select(target => target[8..^1]);
}
