using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CowNotebooks.Notebooks.Running;
using CowNotebooks.Notebooks.Tests;

namespace CowNotebooks.Engine.Tests;

/// <summary>What notebooks of .NET Interactive expect besides C#: its kernels, commands and functions.</summary>
public class KernelsTests
{
    private const string Mine = """
        using Microsoft.DotNet.Interactive;
        using Microsoft.DotNet.Interactive.Commands;
        class Mine : Kernel, IKernelCommandHandler<SubmitCode>
        {
            public Mine() : base("mine") { }
            public Task HandleAsync(SubmitCode command, KernelInvocationContext context)
            {
                if (command.Code.Contains("bad")) context.Fail(command, null, "mine refuses this");
                else context.Display($"mine has {command.Code.Trim()}");
                return Task.CompletedTask;
            }
        }
        ((CompositeKernel)Kernel.Root).Add(new Mine());
        """;

    [Fact]
    public async Task A_kernel_that_a_cell_adds_gets_the_lines_after_its_name_and_C_sharp_goes_on_after_its_own()
    {
        var runs = await Engines.RunAsync(Mine, "var five = 5;\n#!mine\nhello\n#!csharp\nfive", "\n#!csharp\n1\n#!mine\nbad");
        Assert.All(runs.Take(2), run => Assert.Null(run.Error));
        Assert.Equal(["mine has hello", "5"], runs[1].Outputs.Select(output => output["data"]!["text/plain"]!.ToString()));
        Assert.Equal(("mine refuses this", "cell 3, line 4"), (runs[2].Error!.Message, runs[2].Error!.Place));
    }

    [Theory]
    [InlineData("#!markdown\n```\n#!/bin/bash\nls\n```", "text/markdown", "```\n#!/bin/bash\nls\n```")]
    [InlineData("#!html\n#!/bin/sh", "text/html", "#!/bin/sh")]
    [InlineData("#!mine\nfirst\n#!/usr/bin/env python3\n#r last\n#!csharp\n1", "text/plain", "mine has first\n#!/usr/bin/env python3\n#r last")]
    public async Task A_line_of_another_language_that_looks_like_a_command_is_left_to_its_kernel(string cell, string mimeType, string shown)
    {
        var run = (await Engines.RunAsync(Mine, cell))[1];
        Assert.Null(run.Error);
        Assert.Equal(shown, run.Outputs[0]["data"]![mimeType]!.ToString());
    }

    [Fact]
    public async Task A_line_number_is_that_of_the_cell_after_other_languages_too()
    {
        var run = Assert.Single(await Engines.RunAsync("#!html\n<b>x</b>\n#!csharp\n\nthrow new Exception(\"here\");"));
        Assert.Equal("<b>x</b>", run.Data("text/html"));
        Assert.Equal("cell 1, line 5", run.Error!.Place);
    }

    [Theory]
    [InlineData("#!html\n<b>hi</b>", "text/html", "<b>hi</b>")]
    [InlineData("#!javascript\nconsole.log(1)", "text/html", "<script type=\"text/javascript\">console.log(1)</script>")]
    [InlineData("#!markdown\n# hi", "text/markdown", "# hi")]
    [InlineData("#!mermaid\ngraph LR; A-->B", "text/vnd.mermaid", "graph LR; A-->B")]
    [InlineData("#!mermaid\ngraph LR; A-->B", "text/html", "mermaid.mermaidAPI.render")]
    [InlineData("Javascript(\"alert(1)\");", "text/html", "<script type=\"text/javascript\">alert(1)</script>")]
    [InlineData("CSS(\"p {}\");", "text/html", "style.type = 'text/css'")]
    [InlineData("#!about", "text/html", "Roslyn")]
    [InlineData("#!lsmagic", "text/html", "#!share")]
    [InlineData("var p = 5;\n#!who", "text/html", "p")]
    [InlineData("var p = 5;\n#!whos", "text/html", "<td>p</td><td><span><a href=\"https://docs.microsoft.com/dotnet/api/system.int32")]
    [InlineData("#!value --name v\nabc", "text/plain", "abc")]
    [InlineData("#!set --name q --value 3\nq + q", "text/plain", "33")]
    [InlineData("var x = 3;\n#!set --name y --value @csharp:x\ny + 1", "text/plain", "4")]
    [InlineData("#!value --name v\nabc\n#!csharp\n#!share v --from value\nv.Length", "text/plain", "3")]
    [InlineData("await Kernel.Root.SendAsync(new Microsoft.DotNet.Interactive.Commands.SubmitCode(\"1+1\"));", "text/plain", "2")]
    [InlineData("using Microsoft.DotNet.Interactive;\nDisplayedValue v = display(\"a\");\nv.Update(\"b\");", "text/plain", "b")]
    [InlineData("typeof(Newtonsoft.Json.JsonConvert).Name", "text/plain", "JsonConvert")]
    [InlineData("#i \"nuget:https://packages.invalid/index.json\"\n1 + 1", "text/plain", "2")]
    public async Task What_the_notebooks_of_the_archived_engine_use_works_here(string cell, string mimeType, string shown)
    {
        var run = Assert.Single(await Engines.RunAsync(cell.Replace("Kernel.Root", "Microsoft.DotNet.Interactive.Kernel.Root", StringComparison.Ordinal)));
        Assert.Null(run.Error);
        Assert.Contains(run.Outputs, output => output["data"]?[mimeType]?.ToString().Contains(shown, StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("html", "<b>hi</b>", "<b>hi</b>", null)]
    [InlineData("csharp", "1 + 1", null, null)]
    [InlineData("fsharp", "let x = 3", null, "this engine runs C#, not F#")]
    [InlineData("pwsh", "Get-Date", null, "this engine runs C#, not PowerShell")]
    [InlineData("cobol", "STOP RUN.", null, "A cell in cobol cannot be run")]
    public async Task A_cell_is_run_in_the_language_of_its_metadata_or_refused_by_its_name(string language, string code, string? html, string? refused)
    {
        await using var engine = await EngineProcess.StartAsync(Path.GetTempPath(), TestContext.Current.CancellationToken);
        var outputs = new CellOutputs(1, new ConcurrentDictionary<string, JsonObject>());
        var error = await engine.ExecuteAsync("cell 1", code, language, Engines.Limit, outputs.Add, TestContext.Current.CancellationToken);
        Assert.Equal(refused is null, error is null);
        if (refused is not null) Assert.Contains(refused, error!.Message);
        if (html is not null) Assert.Equal(html, ((JsonObject)outputs.ToJson(null)[0]!)["data"]!["text/html"]!.ToString());
    }

    [Fact]
    public async Task The_imports_of_a_cell_are_those_of_the_real_tool()
    {
        // Both are there under their full names, and would hide a mistake in a notebook that is to run in the tool as well.
        var runs = await Engines.RunAsync("Formatter.ListExpansionLimit", "Kernel.Root");
        Assert.All(runs, run => Assert.Contains("CS0103", run.Error!.Message));
    }

    [Fact]
    public async Task Code_that_a_cell_submits_names_its_error_and_the_cell_goes_on()
    {
        var run = Assert.Single(await Engines.RunAsync("""
            var result = await Microsoft.DotNet.Interactive.Kernel.Root.SendAsync(new Microsoft.DotNet.Interactive.Commands.SubmitCode("nosuch"));
            result.Events.OfType<Microsoft.DotNet.Interactive.Events.CommandFailed>().Count()
            """));
        Assert.Null(run.Error);
        Assert.Equal("1", run.Value);
        Assert.Contains("submitted code, line 1", run.Text("stderr"));
    }

    [Fact]
    public async Task A_thread_that_outlives_its_cell_still_shows_what_it_displays()
    {
        await using var engine = await EngineProcess.StartAsync(Path.GetTempPath(), TestContext.Current.CancellationToken);
        await Engines.RunAsync(engine, "cell 1", "var go = new System.Threading.ManualResetEventSlim(); var over = Task.Run(() => { go.Wait(); display(\"late\"); });", Engines.Limit);
        var run = await Engines.RunAsync(engine, "cell 2", "go.Set(); await over;", Engines.Limit);
        Assert.Equal("late", run.Value);
    }
}
