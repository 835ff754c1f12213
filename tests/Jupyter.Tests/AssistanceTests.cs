using System.Text.Json.Nodes;

namespace CowNotebooks.Jupyter.Tests;

public class AssistanceTests
{
    [Fact]
    public async Task Completion_and_inspection_know_the_cells_that_ran_and_the_libraries_own_words()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        // Notebooks.dll serves as a library with XML documentation beside it.
        var library = typeof(CowNotebooks.Notebooks.Provenance).Assembly.Location;
        Assert.Equal("ok", client.Execute($"#r \"{library}\"\nusing CowNotebooks.Notebooks;\nvar answer = 42;\nint Twice(int number) => 2 * number;").Status);
        Assert.Contains("answer", Matches(client, "ans"));
        Assert.Equal(["Here"], Matches(client, "Provenance.H"));
        Assert.Contains("Add", Matches(client, "new List<int>().A"));
        Assert.Equal(["#!import"], Matches(client, "#!i"));
        Assert.Contains("int Twice(int number)", Inspected(client, "Twice("));
        var words = Inspected(client, "Provenance.Of");
        Assert.Contains("The provenance recorded in an executed notebook", words);
        Assert.Contains("metadata: The notebook's metadata.", words);
        Assert.False(client.Shell("inspect_request", new JsonObject { ["code"] = "  ", ["cursor_pos"] = 1, ["detail_level"] = 0 })["found"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Positions_are_code_points_on_the_wire()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        const string Code = "var s = \"🐄🐄\"; s.Leng + 1";
        var caret = Code.EnumerateRunes().Count() - " + 1".Length;
        var reply = client.Shell("complete_request", new JsonObject { ["code"] = Code, ["cursor_pos"] = caret });
        Assert.Equal("Length", Assert.Single(reply["matches"]!.AsArray())!.ToString());
        Assert.Equal((caret - 4, caret), (reply["cursor_start"]!.GetValue<int>(), reply["cursor_end"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_cell_is_complete_incomplete_or_invalid()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        (string Code, string Status)[] cells = [("1 + 1", "complete"), ("#!import setup.dib", "complete"), ("if (true)\n{", "incomplete"), ("1 + ) 2", "invalid")];
        Assert.All(cells, cell => Assert.Equal(cell.Status, client.Shell("is_complete_request", new JsonObject { ["code"] = cell.Code })["status"]!.ToString()));
    }

    [Fact]
    public async Task The_part_of_a_cell_in_another_language_is_completed_by_its_kernel()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        LaboratoryCells.Open(client);
        Assert.Equal("ok", client.Execute("#!parent\nlong_list = [1]").Status);
        (string Code, int Start)[] cells = [("#!child\nlong_", 8), ("var cow = \"🐄\";\n#!child --new\nprint(1)\nprint(long_", 44)];
        foreach (var (code, start) in cells)
        {
            var caret = code.EnumerateRunes().Count();
            var reply = client.Shell("complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = caret });
            Assert.Equal("long_list", Assert.Single(reply["matches"]!.AsArray())!.ToString());
            Assert.Equal((start, caret), (reply["cursor_start"]!.GetValue<int>(), reply["cursor_end"]!.GetValue<int>()));
        }
        Assert.Equal(["lab"], Matches(client, "#!child\nlong_list\n#!csharp\nla").Where(match => match == "lab"));
        Assert.False(client.Shell("inspect_request", new JsonObject { ["code"] = "#!child\nlab", ["cursor_pos"] = 11, ["detail_level"] = 0 })["found"]!.GetValue<bool>());
        (string Code, string Status)[] complete =
        [
            ("#!child\nfor i in x:\n    pass", "complete"), ("#!child", "incomplete"),
            ("if (true)\n#!child\nx\n#!csharp\n{", "incomplete"), ("#!child\nfor i in x:\n    pass\n#!csharp\n1 + 1", "complete"),
        ];
        Assert.All(complete, cell => Assert.Equal(cell.Status, client.Shell("is_complete_request", new JsonObject { ["code"] = cell.Code })["status"]!.ToString()));
        client.Execute("await lab.DisposeAsync();");
    }

    [Fact]
    public async Task An_added_kernel_explains_what_the_caret_stands_on()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        var added = client.Execute("""
            using Microsoft.DotNet.Interactive;
            using Microsoft.DotNet.Interactive.Commands;
            using Microsoft.DotNet.Interactive.Events;
            using Microsoft.DotNet.Interactive.Formatting;
            class Mine : Kernel, IKernelCommandHandler<SubmitCode>, IKernelCommandHandler<RequestHoverText>
            {
                public Mine() : base("mine") { }
                public Task HandleAsync(SubmitCode command, KernelInvocationContext context) => Task.CompletedTask;
                public Task HandleAsync(RequestHoverText command, KernelInvocationContext context)
                {
                    context.Publish(new HoverTextProduced(command, [new FormattedValue("text/plain", $"{command.Code.Trim()} is explained")]));
                    return Task.CompletedTask;
                }
            }
            ((CompositeKernel)Kernel.Root).Add(new Mine());
            """);
        Assert.True(added.Status == "ok", added.Reply.ToJsonString());
        Assert.Equal("word is explained", Inspected(client, "var other = 1;\n#!mine\nword"));
    }

    [Fact]
    public async Task Comms_are_listed_as_none_and_one_that_is_opened_is_closed()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        Assert.Empty(client.Shell("comm_info_request", [])["comms"]!.AsObject());
        client.SendRaw([.. client.Signed("comm_open", new JsonObject { ["comm_id"] = "7", ["target_name"] = "x", ["data"] = new JsonObject() }, out var id)]);
        Assert.Equal("7", client.Until(id, message => message.Type == "comm_close").Text("comm_id"));
    }

    private static IReadOnlyList<string> Matches(KernelClient client, string code) =>
        [.. client.Shell("complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = code.Length })["matches"]!.AsArray().Select(match => match!.ToString())];

    private static string Inspected(KernelClient client, string code) =>
        client.Shell("inspect_request", new JsonObject { ["code"] = code, ["cursor_pos"] = code.Length, ["detail_level"] = 0 })["data"]!["text/plain"]!.ToString();
}
