namespace CowNotebooks.Jupyter.Tests;

public class InputTests
{
    [Fact]
    public async Task A_cell_asks_the_front_end_that_sent_it()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        using var other = new KernelClient(kernel.Connection);
        await other.SubscribedAsync();
        var id = client.BeginAsking("Console.Write(\"Name? \");\nvar name = Console.ReadLine();\nname.Length");
        var question = client.Question();
        Assert.Equal("input_request", question.Type);
        Assert.Equal(id, question.Parent["msg_id"]!.ToString());
        Assert.Equal("{\"prompt\":\"\",\"password\":false}", question.Content.ToJsonString());
        client.Answer("Ada ✓");
        var run = client.Finish(id);
        Assert.Equal("Name? ", run.Text("stdout"));
        Assert.Equal("5", run.Value);
    }

    [Fact]
    public async Task A_cell_that_waits_for_an_answer_is_interrupted_and_the_next_one_asks_again()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        client.Execute("var kept = 41;");
        var id = client.BeginAsking("Console.ReadLine()");
        client.Question();
        client.Control("interrupt_request", []);
        Assert.Equal("Interrupted", client.Finish(id).Reply["ename"]!.ToString());
        id = client.BeginAsking("Console.ReadLine() + kept");
        client.Question();
        client.Answer("= ");
        Assert.Equal("= 41", client.Finish(id).Value);
    }

    [Fact]
    public async Task A_front_end_that_takes_no_input_is_not_asked_and_the_cell_fails_with_what_to_do()
    {
        var (kernel, client) = await KernelProcess.StartAsync();
        await using var _ = kernel;
        using var __ = client;
        var reply = client.Execute("Console.ReadLine()").Reply;
        Assert.Equal("error", reply["status"]!.ToString());
        Assert.Contains("takes no input", reply["evalue"]!.ToString());
    }
}
