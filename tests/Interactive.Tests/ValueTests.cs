using CowNotebooks.Lab;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace CowNotebooks.Tests.Interactive;

/// <summary>Values between C# cells and cells of parent and child, and the names that an editor offers.</summary>
public sealed class ValueTests : IDisposable
{
    private readonly Engine _engine = new();

    public static TheoryData<string> Runtimes => [.. Runtime.Names];

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("python", "[sum(numbers), text, ratio]", "[6, 'a\\tb', 0.5]")]
    [InlineData("dotnet", "(numbers.Sum(), text, ratio)", "(6, a\tb, 0.5)")]
    [InlineData("perl", "join(' ', eval { my $s = 0; $s += $_ for @numbers; $s }, $text, $ratio)", "6 a\tb 0.5")]
    [InlineData("ruby", "[numbers.sum, text, ratio]", "[6, \"a\\tb\", 0.5]")]
    [InlineData("php", "implode(' ', [array_sum($numbers), $text, $ratio])", "'6 a\tb 0.5'")]
    public async Task A_csharp_cells_numbers_strings_and_lists_reach_parent_and_child(string runtime, string cell, string shown)
    {
        Requires.Runtime(runtime);
        await using var lab = await Engine.OpenAsync(Runtime.Parse(runtime));
        await _engine.RunAsync("var numbers = new[] { 1, 2, 3 }; var text = \"a\\tb\"; var ratio = 0.5;");
        const string shares = "#!share numbers --from csharp\n#!share text --from csharp\n#!share ratio --from csharp\n";

        Assert.Equal(shown, (await _engine.RunAsync($"#!parent\n{shares}{cell}")).Value);
        Assert.Equal(shown, (await _engine.TryAsync($"#!child\n{shares}{cell}")).Value);
    }

    [Theory]
    [InlineData("python", "numbers = [1, 2, 3]; ratio = 0.5; text = 'a'; truths = [True, False]; empty = []")]
    [InlineData("dotnet", "var numbers = new[] { 1L, 2, 3 }; var ratio = 0.5; var text = \"a\"; var truths = new[] { true, false }; var empty = new List<string>();")]
    [InlineData("ruby", "numbers = [1, 2, 3]; ratio = 0.5; text = 'a'; truths = [true, false]; empty = []")]
    [InlineData("php", "$numbers = [1, 2, 3]; $ratio = 0.5; $text = 'a'; $truths = [true, false]; $empty = [];")]
    public async Task A_parents_values_reach_a_csharp_cell(string runtime, string cell)
    {
        Requires.Runtime(runtime);
        await using var lab = await Engine.OpenAsync(Runtime.Parse(runtime));
        await _engine.RunAsync($"#!parent\n{cell}");

        await _engine.RunAsync(string.Join('\n', new[] { "numbers", "ratio", "text", "truths", "empty" }.Select(name => $"#!share {name} --from parent")));

        Assert.Equal("(6, 0.5, a, True, 0)", (await _engine.RunAsync("$\"({numbers.Sum()}, {ratio}, {text}, {truths[0]}, {empty.Length})\"")).Value);
    }

    [Fact]
    public async Task A_childs_value_is_the_childs_own()
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());
        await _engine.RunAsync("#!parent\nx = 1");
        await _engine.RunAsync("#!child\nx = 2");

        await _engine.RunAsync("#!share x --from child\n#!share x --from parent --as y");

        Assert.Equal("2 1", (await _engine.RunAsync("$\"{x} {y}\"")).Value);
    }

    [Fact]
    public async Task Set_hands_a_value_over_in_both_directions()
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());
        await _engine.RunAsync("#!parent\nx = 5");

        await _engine.RunAsync("#!set --name fromParent --value @parent:x");
        Assert.Equal("5", (await _engine.RunAsync("fromParent.ToString()")).Value);
        await _engine.RunAsync("var limit = 7;");
        Assert.Equal("7", (await _engine.RunAsync("#!parent\n#!set --name limit --value @csharp:limit\nlimit")).Value);
    }

    [Fact]
    public async Task What_cannot_be_handed_over_is_refused_with_what_can()
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());
        await _engine.RunAsync("#!parent\ntable = {'a': 1}");
        const string remedy = "Numbers, strings, truth values, and lists of one of them can be handed over.";

        Assert.Equal($"TypeError: 'table' is of type dict. {remedy}", await _engine.FailAsync("#!share table --from parent"));
        Assert.Equal($"NameError: name 'nothing' is not defined. {remedy}", await _engine.FailAsync("#!share nothing --from parent"));
        await _engine.RunAsync("var when = DateTime.Now;");
        Assert.Equal($"when is DateTime, which not every language has. {remedy}", await _engine.FailAsync("#!parent\n#!share when --from csharp\n1"));
    }

    [Theory]
    [InlineData("python", "long_list = [1]", "lo", "long_list")]
    [InlineData("python", "import gc", "gc.free", "freeze")]
    [InlineData("python", "1", "ran", "range")]
    [InlineData("dotnet", "var boxes = new object[3];", "bo", "boxes")]
    [InlineData("dotnet", "var list = new List<int>();", "list.Add", "AddRange")]
    [InlineData("perl", "our @words = (1);", "@wo", "words")]
    [InlineData("ruby", "words = [1]", "wo", "words")]
    [InlineData("ruby", "1", "GC.sta", "start")]
    [InlineData("php", "$words = [1];", "$wo", "words")]
    [InlineData("php", "1", "gc_col", "gc_collect_cycles")]
    public async Task Names_that_the_parent_knows_are_offered(string runtime, string cell, string begun, string offered)
    {
        Requires.Runtime(runtime);
        await using var lab = await Engine.OpenAsync(Runtime.Parse(runtime));
        await _engine.RunAsync($"#!parent\n{cell}");

        Assert.Contains(offered, await _engine.CompleteAsync($"#!parent\n{begun}"));
        Assert.Contains(offered, await _engine.CompleteAsync($"#!child\nx = 1\n{begun}"));
    }

    [Fact]
    public async Task Without_a_laboratory_or_while_a_cell_runs_no_name_is_offered()
    {
        Assert.Empty(await _engine.CompleteAsync("#!parent\nlo"));
    }

    [Fact]
    public async Task Asking_for_names_and_values_changes_no_figure_of_the_next_run()
    {
        await using var lab = await Engine.OpenAsync(Runtime.CPython());
        await _engine.RunAsync("#!parent\nlong_list = list(range(Size))");
        await _engine.RunAsync("#!fork");
        await _engine.CompleteAsync("#!parent\nlo");
        await _engine.RunAsync("#!share long_list --from parent");

        await _engine.RunAsync("#!child --predict long_list\nfor i in long_list: pass");

        Assert.InRange(lab.LastRun!.Copied!.Count, lab.LastRun.Predicted!.Value - 2, lab.LastRun.Predicted.Value + 2);
        Assert.Equal(Verdict.Agree, lab.LastRun.Reconciliation!.Verdict);
    }

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task A_front_end_can_list_the_variables(string runtime)
    {
        Requires.Runtime(runtime);
        await using var lab = await Engine.OpenAsync(Runtime.Parse(runtime));
        await _engine.RunAsync($"#!parent\n{runtime switch { "dotnet" => "var mine = 1;", "perl" or "php" => "$mine = 1;", _ => "mine = 1" }}");

        var result = await _engine.SendAsync(new RequestValueInfos("parent"));

        Assert.Contains("mine", Assert.Single(result.Events.OfType<ValueInfosProduced>()).ValueInfos.Select(info => info.Name));
    }
}
