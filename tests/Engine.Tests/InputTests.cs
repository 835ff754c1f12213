using CowNotebooks.Notebooks.Messages;
using CowNotebooks.Notebooks.Running;
using CowNotebooks.Notebooks.Tests;

namespace CowNotebooks.Engine.Tests;

public class InputTests
{
    [Fact]
    public async Task What_a_person_answers_is_what_the_console_reads()
    {
        await using var engine = await EngineProcess.StartAsync(Path.GetTempPath(), TestContext.Current.CancellationToken);
        var asked = 0;
        engine.Ask = _ => Task.FromResult(new EngineRequest.Input($"answer {++asked}"));
        var run = await Engines.RunAsync(
            engine, "cell 1", "Console.Write(\"Name? \");\nvar name = Console.ReadLine();\nvar letter = (char)Console.Read(); var rest = Console.ReadLine();\n$\"{name}|{letter}|{rest}|{Console.In.ReadLine()}\"",
            Engines.Limit);
        Assert.Equal("answer 1|a|nswer 2|answer 3", run.Value);
        Assert.Equal("Name? ", run.Text("stdout"));
        run = await Engines.RunAsync(engine, "cell 2", "await Microsoft.DotNet.Interactive.Kernel.GetInputAsync(\"Name?\")", Engines.Limit);
        Assert.Equal("answer 4", run.Value);
    }

    [Fact]
    public async Task Where_nobody_can_answer_the_error_names_the_line_and_what_to_do_and_no_null_is_read()
    {
        var runs = await Engines.RunAsync("Console.Write(\"Name? \");\nvar name = Console.ReadLine();\nConsole.WriteLine(name is null);", "1 + 1");
        Assert.Equal("cell 1, line 2", runs[0].Error!.Place);
        Assert.Contains("The cell asks for input. Nobody can answer", runs[0].Error!.Message);
        Assert.Contains("cow run -p Name=value", runs[0].Error!.Message);
        Assert.Equal("Name? ", runs[0].Text("stdout"));
        Assert.Equal("2", runs[1].Value);
        var asked = Assert.Single(await Engines.RunAsync("using Microsoft.DotNet.Interactive;\nvar name = await Kernel.GetInputAsync(\"Name?\");")).Error!;
        Assert.Contains("The cell asks for input (Name?). Nobody can answer", asked.Message);
        Assert.DoesNotContain(" in /", asked.Message);
        Assert.Equal("cell 1, line 2", asked.Place);
    }
}
