using CowNotebooks.Notebooks.Tests;

namespace CowNotebooks.Engine.Tests;

public class SessionTests
{
    [Fact]
    public async Task A_cell_shows_the_value_of_its_last_expression_and_nothing_after_a_semicolon()
    {
        var runs = await Engines.RunAsync("var a = 20;\na + 1", "a;", "await Task.FromResult(a * 2)", "await Task.Delay(1)", "(string)null", "Console.Write(1)", "// nothing", "");
        Assert.Equal(["21", null, "40", null, "<null>", null, null, null], runs.Select(run => run.Value));
        Assert.Equal("execute_result", runs[0].Outputs.Single()["output_type"]!.ToString());
        // a; alone is no statement in C#, and the compiler says so.
        Assert.Equal([1], runs.Index().Where(run => run.Item.Error is not null).Select(run => run.Index));
    }

    [Fact]
    public async Task Display_shows_values_in_their_order_with_what_is_printed()
    {
        var run = Assert.Single(await Engines.RunAsync("Console.WriteLine(\"one\"); display(2); 3.Display(); Console.Error.Write(\"four\"); Console.Write(\"five\"); 6"));
        Assert.Equal(["stream", "display_data", "display_data", "stream", "stream", "execute_result"], run.Outputs.Select(output => output["output_type"]!.ToString()));
        Assert.Equal("one\nfive", run.Text("stdout"));
        Assert.Equal("four", run.Text("stderr"));
    }

    [Fact]
    public async Task Every_bundle_has_plain_text()
    {
        var runs = await Engines.RunAsync("HTML(\"<b>x</b>\")", "new[] { 1, 2 }", "\"# x\".DisplayAs(\"text/markdown\")", "new { A = 1 }", "5.Display(\"text/html\")");
        Assert.All(runs, run => Assert.False(string.IsNullOrEmpty(run.Value)));
        Assert.Equal("<b>x</b>", runs[0].Data("text/html"));
        Assert.Equal("# x", runs[2].Data("text/markdown"));
        Assert.Contains("5", runs[4].Data("text/html"));
    }

    [Fact]
    public async Task Json_is_shown_as_json()
    {
        var runs = await Engines.RunAsync("System.Text.Json.Nodes.JsonNode.Parse(\"{\\\"a\\\":[1]}\")", "System.Text.Json.JsonDocument.Parse(\"{\\\"a\\\":[1]}\").RootElement");
        Assert.All(runs, run => Assert.Equal("{\n  \"a\": [\n    1\n  ]\n}", run.Value));
    }

    [Fact]
    public async Task Output_of_native_code_and_of_programs_belongs_to_its_cell_and_does_not_break_the_protocol()
    {
        var runs = await Engines.RunAsync(
            "System.Diagnostics.Process.Start(\"sh\", [\"-c\", \"echo '{\\\"event\\\":\\\"done\\\"}'; echo two >&2\"]).WaitForExit();",
            "Console.OpenStandardOutput().Write(Encoding.UTF8.GetBytes(\"native\"));");
        Assert.Equal("{\"event\":\"done\"}\ntwo\n", runs[0].Text("stdout"));
        Assert.Equal("native", runs[1].Text("stdout"));
    }

    [Fact]
    public async Task CSharp_14_is_spoken_and_extension_methods_work_at_the_top_level()
    {
        var runs = await Engines.RunAsync("static int Twice(this int x) => 2 * x;\nrecord P(int X) { public string Name { get; set => field = value ?? \"none\"; } }",
            "var p = new P(4.Twice()) { Name = null };\nvar list = (List<int>)[p.X, ..new[] { 1, 2 }];\np?.Name = \"set\";\nlist.Count + p.Name");
        Assert.Equal("3set", runs[1].Value);
    }

    [Fact]
    public async Task A_runtime_error_names_cell_line_message_source_and_the_users_frames()
    {
        var runs = await Engines.RunAsync("int Divide(int x)\n{\n    var zero = 0;\n    return x / zero;\n}", "\nvar kept = 5;\nDivide(3)", "kept");
        var error = runs[1].Error;
        Assert.NotNull(error);
        Assert.Equal("System.DivideByZeroException", error.Name);
        Assert.Equal("cell 1, line 4", error.Place);
        Assert.Equal("cell 1, line 4: Attempted to divide by zero. (System.DivideByZeroException)", error.Traceback[0]);
        Assert.Contains(">   4 |     return x / zero;", error.Traceback);
        Assert.Equal(["at Divide(Int32 x) in cell 1, line 4", "at cell 2, line 3"], error.Traceback.TakeLast(2));
        Assert.Equal("5", runs[2].Value);
    }

    [Fact]
    public async Task An_error_inside_an_error_is_told_with_its_cause()
    {
        var error = Assert.Single(await Engines.RunAsync("throw new InvalidOperationException(\"outer\", new ArgumentException(\"inner\"));")).Error;
        Assert.Contains("caused by: inner (System.ArgumentException)", error!.Traceback);
    }

    [Fact]
    public async Task Compile_errors_show_line_column_and_a_caret()
    {
        var error = Assert.Single(await Engines.RunAsync("var a = 1;\n    nosuch + a")).Error;
        Assert.Equal(
            ["cell 1, line 2, column 5: The name 'nosuch' does not exist in the current context. (CS0103)", "    1 | var a = 1;", ">   2 |     nosuch + a", "      |     ^"],
            error!.Traceback);
    }

    [Theory]
    [InlineData("namespace X { class C {} }", "Leave the namespace out")]
    [InlineData("using var s = new System.IO.MemoryStream();", "write var")]
    [InlineData("await using var s = new System.IO.MemoryStream();", "write var")]
    [InlineData("Span<int> span = stackalloc int[4];", "a span cannot")]
    [InlineData("static class E { public static int Twice(this int x) => 2 * x; }", "at the top level")]
    [InlineData("static class E { extension(int x) { public int Twice() => 2 * x; } }", "at the top level")]
    [InlineData("#load \"a.csx\"", "#!import")]
    public async Task What_scripts_refuse_is_said_with_what_to_write_instead(string cell, string remedy)
    {
        var runs = await Engines.RunAsync(cell, "1 + 1");
        Assert.Contains(remedy, runs[0].Error!.Message);
        Assert.Equal("2", runs[1].Value);
    }

    [Fact]
    public async Task A_string_over_several_lines_that_looks_like_code_runs_as_written()
    {
        var run = Assert.Single(await Engines.RunAsync("var text = \"\"\"\n    #r is not a directive here\n    {0}\n    \"\"\";\ntext.Length"));
        Assert.Null(run.Error);
        Assert.Equal("30", run.Value);
    }

    [Fact]
    public async Task A_timed_cell_says_how_long_it_took_and_still_shows_its_value()
    {
        var run = Assert.Single(await Engines.RunAsync("#!time\n1 + 1"));
        Assert.Equal(["execute_result", "display_data"], run.Outputs.Select(output => output["output_type"]!.ToString()));
        Assert.StartsWith("Wall time: ", run.Value);
    }

    [Fact]
    public async Task A_command_that_is_not_known_is_refused_with_those_that_are()
    {
        var error = Assert.Single(await Engines.RunAsync("#!nosuch")).Error;
        Assert.Matches(@"^#!nosuch is not known here\. The commands are .*#!csharp, .*#!import, .*#!share, .* and #!whos\.$", error!.Message);
    }

    [Fact]
    public async Task What_was_shown_can_be_replaced_and_taken_back()
    {
        var run = Assert.Single(await Engines.RunAsync("var shown = display(1); display(2); shown.Update(HTML(\"<b>3</b>\"))"));
        Assert.Equal(["<b>3</b>", "2"], run.Outputs.Select(output => (output["data"]!["text/html"] ?? output["data"]!["text/plain"])!.ToString()));
        run = Assert.Single(await Engines.RunAsync("Console.WriteLine(1); clear_output(); Console.WriteLine(2); clear_output(wait: true);"));
        Assert.Equal("2\n", run.Text("stdout"));
    }
}
