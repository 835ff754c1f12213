using System.Net.Sockets;
using System.Text;
using CowNotebooks.Tests;

namespace CowNotebooks.Jupyter.Tests;

public class UntrustedClientTests
{
    private static readonly byte[] Greeting = [0xFF, .. new byte[8], 0x7F, 3, 0, .. "NULL"u8, .. new byte[48]];
    private static readonly byte[] Ready = [4, 28, 5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, 6, .. "DEALER"u8];

    [Fact]
    public async Task A_forged_signature_is_dropped_and_logged()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        client.SendRaw([.. client.Signed("execute_request", KernelClient.Request("System.IO.File.WriteAllText(\"forged\", \"\");"), out var forged, key: "another")]);
        client.SendRaw([.. client.Signed("execute_request", KernelClient.Request("1"), out var cut).Take(5)]);
        // The shell is one queue: when this is answered, the others have been seen.
        Assert.Equal("False", client.Execute("System.IO.File.Exists(\"forged\")").Value);
        await Processes.UntilAsync(() => kernel.Log.Contains("its signature is wrong") && kernel.Log.Contains("it has no signed parts"), "The log does not tell.");
    }

    [Fact]
    public async Task A_message_that_was_recorded_and_comes_again_is_dropped()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        client.Execute("var times = 0;");
        var recorded = client.Signed("execute_request", KernelClient.Request("times++;"), out var id);
        for (var time = 0; time < 3; time++) client.SendRaw([.. recorded]);
        Assert.Equal("1", client.Execute("times").Value);
        await Processes.UntilAsync(() => kernel.Log.Contains("it came before"), "The log does not tell.");
    }

    [Fact]
    public async Task Signed_nonsense_does_not_end_the_kernel()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        (string Header, string Content)[] nonsense =
        [
            ("{}", ""),
            ("[]", "{}"),
            ("{\"msg_type\":\"execute_request\"}", "{\"code\":7,\"silent\":\"x\",\"user_expressions\":[1]}"),
            ("{\"msg_type\":7}", "{\"a\":1,\"a\":2}"),
            ("{\"msg_type\":\"a\",\"msg_type\":\"b\"}", "{}"),
            ("{\"msg_type\":\"\\ud800\"}", "{}"),
            ("{\"msg_type\":\"kernel_info_request\",\"session\":\"\\ud800\"}", "{}"),
            ("{\"msg_type\":\"complete_request\"}", "{\"code\":\"x\",\"cursor_pos\":-99999}"),
            ("{\"msg_type\":\"inspect_request\"}", "{\"code\":\"\",\"cursor_pos\":7}"),
            ("{\"msg_type\":\"history_request\"}", "{\"hist_access_type\":\"search\",\"n\":-5}"),
        ];
        foreach (var (header, content) in nonsense)
        {
            byte[][] parts = [Encoding.UTF8.GetBytes(header), "{}"u8.ToArray(), "{}"u8.ToArray(), Encoding.UTF8.GetBytes(content)];
            var hash = System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(kernel.Connection.Key), parts.SelectMany(part => part).ToArray());
            client.SendRaw(["<IDS|MSG>"u8.ToArray(), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash)), .. parts]);
            Assert.Equal("2", client.Execute("1 + 1").Value);
        }
    }

    [Fact]
    public async Task Junk_on_every_socket_closes_that_connection_and_no_other()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        var junk = new byte[10_000_000];
        new Random(1).NextBytes(junk);
        byte[][] attacks =
        [
            junk,
            [.. Greeting, .. junk],
            // A frame that claims 2^62 bytes, one that claims a gigabyte, and a part of a message that never ends.
            [.. Greeting, .. Ready, 2, 0x40, .. new byte[7]],
            [.. Greeting, .. Ready, 2, 0, 0, 0, 0, 0x40, 0, 0, 0],
            [.. Greeting, .. Ready, 1, 3, 1, 2, 3],
            [.. Greeting, .. Ready, 0, 0],
            [.. Greeting, .. Ready, 3, 0, 0, 0, 0, 0, 0x98, 0x96, 0x80, .. junk],
            [.. Greeting.Take(20)],
            Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n"),
            // Subscriptions, of which nothing is signed.
            [.. Greeting, .. Ready, .. Enumerable.Repeat<byte[]>([0, 2, 1, (byte)'x'], 200).SelectMany(frame => frame)],
        ];
        foreach (var name in new[] { "shell", "control", "stdin", "iopub", "hb" })
        {
            foreach (var attack in attacks) Send(kernel.Connection, name, attack);
        }
        Assert.Equal("2", client.Execute("1 + 1").Value);
        Assert.Contains("does not greet as ZMTP 3", kernel.Log);
        Assert.Contains("it subscribes to too much", kernel.Log);
    }

    [Fact]
    public async Task Ten_thousand_cells_in_a_row_are_all_answered_in_order()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        // Ten of them compile something, the others are empty: the queue is the point, not the compiler.
        var ids = Enumerable.Range(0, 10_000).Select(number => client.Begin(number % 1000 == 0 ? "1" : "")).ToList();
        var counts = ids.Select(id => client.ReplyOf(id)["execution_count"]!.GetValue<int>());
        Assert.Equal(Enumerable.Range(1, 10_000), counts);
    }

    [Fact]
    public async Task A_front_end_that_leaves_in_mid_cell_does_not_stop_it()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using (var other = new KernelClient(kernel.Connection))
        {
            await other.SubscribedAsync();
            other.Begin("for (var i = 0; i < 20; i++) { Console.WriteLine(new string('x', 100_000)); await Task.Delay(20); }\nSystem.IO.File.WriteAllText(\"done\", \"\");");
            client.Published();
        }
        using (client) Assert.Equal("True", client.Execute("System.IO.File.Exists(\"done\")").Value);
    }

    private static void Send(Connection connection, string name, byte[] bytes)
    {
        using var socket = connection.Connect(name);
        try
        {
            socket.Send(bytes);
            socket.Shutdown(SocketShutdown.Send);
            // What the kernel says until it closes.
            while (socket.Receive(new byte[4096]) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // It closed with our bytes unread.
        }
    }
}
