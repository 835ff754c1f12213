using CowNotebooks.Notebooks.Tests;

namespace CowNotebooks.Engine.Tests;

public class TracebackTests
{
    [Theory]
    [InlineData("async Task<int> F(int x)\n{\n    await Task.Yield();\n    return 1 / x;\n}\n\nawait F(0)", "cell 1, line 4", "cell 1, line 7")]
    [InlineData("int zero = 0;\nFunc<int, int> f = x =>\n    x / zero;\nf(1)", "cell 1, line 3", "cell 1, line 4")]
    [InlineData("IEnumerable<int> F()\n{\n    yield return 1;\n    throw new InvalidOperationException(\"second\");\n}\nvar all = F()\n    .Select(x => x + 1)\n    .ToList();",
        "cell 1, line 4", "cell 1, line 6")]
    [InlineData("int Outer(int x)\n{\n    int Inner(int y)\n    {\n        return 10 / y;\n    }\n    return Inner(x);\n}\nOuter(0)", "cell 1, line 5", "cell 1, line 9")]
    [InlineData("class A\n{\n    public int this[int n] =>\n        (new int[1])[n];\n    public int P { get { return this[5]; } }\n}\nnew A().P", "cell 1, line 4", "cell 1, line 7")]
    [InlineData("for (var n = 2; n >= 0; n--)\n    for (var m = 0; m < 2; m++)\n        Console.WriteLine(\n            m / n);", "cell 1, line 3", "cell 1, line 3")]
    [InlineData("Parallel.For(0, 1, n =>\n{\n    throw new InvalidOperationException(\"inside\");\n});", "cell 1, line 3", "cell 1, line 1")]
    public async Task An_error_names_the_line_it_came_from_and_the_line_that_led_there(string cell, string from, string ledBy)
    {
        var error = Assert.Single(await Engines.RunAsync(cell)).Error;
        Assert.Equal(from, error!.Place);
        Assert.Contains(error.Traceback, line => line.StartsWith("at ", StringComparison.Ordinal) && line.EndsWith(ledBy, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deep_recursion_and_a_long_message_are_cut()
    {
        var error = Assert.Single(await Engines.RunAsync("int F(int n)\n{\n    if (n == 0) throw new Exception(new string('x', 1_000_000));\n    return F(n - 1) + 1;\n}\nF(10_000)")).Error;
        Assert.InRange(error!.Message.Length, 4_000, 4_100);
        Assert.EndsWith("… 996,000 more characters.", error.Message);
        Assert.InRange(error.Traceback.Count(line => line.StartsWith("at ", StringComparison.Ordinal)), 2, 60);
        Assert.Contains(error.Traceback, line => line.Contains(" more frames", StringComparison.Ordinal));
        Assert.Equal("at cell 1, line 6", error.Traceback[^1]);
    }

    [Fact]
    public async Task A_long_chain_of_causes_is_cut_in_its_middle()
    {
        var error = Assert.Single(await Engines.RunAsync("Exception all = null;\nfor (var n = 0; n < 100_000; n++) all = new Exception($\"number {n}\", all);\nthrow all;")).Error;
        var causes = error!.Traceback.Where(line => line.StartsWith("caused by:", StringComparison.Ordinal)).ToList();
        Assert.Equal(20, causes.Count);
        Assert.Equal(("caused by: number 99998 (System.Exception)", "caused by: number 0 (System.Exception)"), (causes[0], causes[^1]));
        Assert.Contains("… 99,979 more causes", error.Traceback);
    }

    [Fact]
    public async Task A_value_that_holds_itself_does_not_fill_the_notebook()
    {
        var runs = await Engines.RunAsync("record Node(string Name) { public Node Next { get; set; } }\nvar node = new Node(\"a\"); node.Next = node;\nnode", "node.ToString()", "1 + 1");
        Assert.All(runs.SelectMany(run => run.Outputs).Select(output => output.ToJsonString())
            .Concat(runs.SelectMany(run => run.Error?.Traceback ?? [])), text => Assert.InRange(text.Length, 1, 3_000_000));
        Assert.All(runs, run => Assert.InRange(run.Error?.Traceback.Count ?? 0, 0, 80));
        Assert.Equal("2", runs[2].Value);
    }

    [Fact]
    public async Task A_stack_overflow_is_told_in_a_few_lines()
    {
        var run = Assert.Single(await Engines.RunAsync(
            "int A(int n) => n % 7 == 0 ? B(n + 1) : n % 3 == 0 ? C(n + 1) : A(n + 1) + 1; int B(int n) => C(n + 1) + 1; int C(int n) => n % 11 == 0 ? B(n + 1) : A(n + 1) + 1;\nA(1)"));
        Assert.Contains("(stack overflow)", run.Error!.Message);
        Assert.InRange(run.Text("stdout").Length, 100, 11_000);
    }

    [Fact]
    public async Task Markup_that_is_too_long_is_left_out_and_the_text_says_so()
    {
        var run = Assert.Single(await Engines.RunAsync("new string('x', 20_000_001).DisplayAs(\"text/html\");"));
        Assert.Null(run.Data("text/html"));
        Assert.EndsWith("\n… text/html of 20,000,001 characters is left out: the limit is 20,000,000.", run.Value);
    }

    [Fact]
    public async Task A_text_of_many_lines_is_cut_and_says_where()
    {
        var run = Assert.Single(await Engines.RunAsync("string.Concat(Enumerable.Range(1, 5_000).Select(n => $\"{n}\\n\"))"));
        var lines = run.Value!.Split('\n');
        Assert.Equal(["2000", "… 15,000 more characters are left out."], lines[^2..]);
    }
}
