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
