using CowNotebooks.Lab;

namespace CowNotebooks.Tests;

/// <summary>A cell as a newcomer writes it, and what comes of it. Each can be run again, alone, in a parent or a child.</summary>
/// <param name="Code">What he writes.</param>
/// <param name="Value">The value of its last expression; null when it has none.</param>
/// <param name="Output">What it prints.</param>
/// <param name="Error">What the error begins with, for a cell that fails.</param>
/// <param name="Line">The line of the cell where it fails.</param>
internal sealed record NewcomersCell(string Code, string? Value, string Output = "", string? Error = null, int Line = 0)
{
    /// <summary>Variables for cells, one of each type that all languages have.</summary>
    public static object Values { get; } = new
    {
        Size = 5,
        Big = long.MaxValue,
        Ratio = 2.0,
        Name = "a\tb\\c\n\"",
        Yes = true,
        Sizes = new[] { 1, 2 },
        Ratios = new[] { 1.5, 2 },
        Names = new[] { "Ada", "" },
        Flags = new[] { true, false },
        Nothing = Array.Empty<string>(),
        Foreign = "é€",
    };

    /// <summary>Twenty of C#.</summary>
    public static IReadOnlyList<NewcomersCell> CSharp { get; } =
    [
        new("1 + 1", "2"),
        new("""
            var names = new List<string> { "Ada", "Grace", "Edsger" };
            names.Where(n => n.Length > 3).Select(n => n.ToUpper())
            """, """["GRACE", "EDSGER"]"""),
        new("""
            var ages = new Dictionary<string, int> { ["Ada"] = 36, ["Grace"] = 84 };
            ages["Grace"]++;
            ages
            """, """{ "Ada": 36, "Grace": 85 }"""),
        new("""
            class Person
            {
                public string Name { get; set; } = "";
                public int Age;
                public override string ToString() => $"{Name} ({Age})";
            }
            var people = new[] { new Person { Name = "Ada", Age = 36 }, new Person { Name = "Grace", Age = 85 } };
            people
            """, "[Ada (36), Grace (85)]"),
        new("record Point(double X, double Y);\nvar p = new Point(1.5, 2);\n(p with { Y = 3 })", "Point { X = 1.5, Y = 3 }"),
        new("int counter = 0;\nFunc<int> next = () => ++counter;\nnext(); next(); next()", "3"),
        new("int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);\nFib(20)", "6765"),
        new("IEnumerable<int> Evens() { for (int i = 0; ; i += 2) yield return i; }\nEvens().Take(5)", "[0, 2, 4, 6, 8]"),
        new("T Largest<T>(IEnumerable<T> items) where T : IComparable<T> => items.Max();\nLargest(new[] { 3, 7, 5 })", "7"),
        new("using System.Text.RegularExpressions;\nRegex.Matches(\"a1b22c333\", @\"\\d+\").Select(m => m.Value).ToList()", """["1", "22", "333"]"""),
        new("""
            using System.Text.Json;
            JsonSerializer.Serialize(new { Name = "Ada", Tags = new[] { 1, 2 } })
            """, "\"{\\\"Name\\\":\\\"Ada\\\",\\\"Tags\\\":[1,2]}\""),
        new("""$"{3.14159:F2} | {1234567:N0} | {DateTime.UnixEpoch:yyyy-MM-dd}" """, "\"3.14 | 1,234,567 | 1970-01-01\""),
        new("async Task<int> Later() { await Task.CompletedTask; return 42; }\nawait Later()", "42"),
        new("""try { int.Parse("x"); } catch (FormatException) { Console.WriteLine("no number"); }""", null, "no number\n"),
        new("int zero = 0;\n\nvar quotient = 10 / zero;", null, Error: "DivideByZeroException: Attempted to divide by zero.", Line: 3),
        new("var numbers = new[] { 3, 1, 2 };\nArray.Sort(numbers);\nnumbers", "[1, 2, 3]"),
        new("""for (int i = 0; i < 3; i++) Console.Write($"{i} ");""", null, "0 1 2 "),
        new("""from w in new[] { "fig", "pear", "nut" } group w by w.Length into g orderby g.Key select (g.Key, g.Count())""", "[(3, 2), (4, 1)]"),
        new("string Size(int n) => n switch { < 10 => \"small\", < 100 => \"middling\", _ => \"big\" };\n(Size(5), Size(500))", "(small, big)"),
        new("var text = new StringBuilder();\nforeach (var letter in \"abc\") text.Insert(0, letter);\ntext.ToString()", "\"cba\""),
    ];

    /// <summary>Twenty of Python, of any version from 2.7 on.</summary>
    public static IReadOnlyList<NewcomersCell> Python { get; } =
    [
        new("1 + 1", "2"),
        new("print('hello')", null, "hello\n"),
        new("squares = [i * i for i in range(5)]\nsquares", "[0, 1, 4, 9, 16]"),
        new("ages = {'Ada': 36}\nages['Ada'] += 1\nages", "{'Ada': 37}"),
        new("class Point(object):\n    def __init__(self, x): self.x = x\n    def __repr__(self): return 'Point(%r)' % self.x\nPoint(3)", "Point(3)"),
        new("""
            def counter():
                n = [0]
                def up():
                    n[0] += 1
                    return n[0]
                return up
            up = counter()
            up(); up()
            """, "2"),
        new("import math\nmath.sqrt(16)", "4.0"),
        new("def evens():\n    n = 0\n    while True:\n        yield n\n        n += 2\ng = evens()\n[next(g) for _ in range(4)]", "[0, 2, 4, 6]"),
        new("sorted(['pear', 'fig', 'apple'], key=len)", "['fig', 'pear', 'apple']"),
        new("import json\njson.loads(json.dumps({'a': [1, None]}))['a'][1] is None", "True"),
        new("try:\n    int('x')\nexcept ValueError:\n    print('no number')", null, "no number\n"),
        new("zero = 0\n\n1 / zero", null, Error: "ZeroDivisionError: ", Line: 3),
        new("total = 0\ndef add(n):\n    global total\n    total += n\nadd(5); add(6)\ntotal", "11"),
        new("import collections\ncollections.Counter('aab').most_common(1)", "[('a', 2)]"),
        new("import functools\ndef twice(f):\n    @functools.wraps(f)\n    def g(*a): return 2 * f(*a)\n    return g\n@twice\ndef one(): return 1\none()", "2"),
        new("def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)\nfib(15)", "610"),
        new("'%s is %d' % ('Ada', 36)", "'Ada is 36'"),
        new("for i in range(3): print(i)", null, "0\n1\n2\n"),
        new("(lambda *a, **k: (a, sorted(k)))(1, 2, b=3, a=4)", "((1, 2), ['a', 'b'])"),
        new("import re\nre.findall('[0-9]+', 'a1b22')", "['1', '22']"),
    ];

    /// <summary>Fails unless this is what came of it.</summary>
    public void AssertRan(Run run)
    {
        if (Error is null)
        {
            Assert.True(run.Outcome.IsCompleted, $"{Code}\n{run.Outcome}");
            Assert.Equal((Value, Output), (run.Value, run.Output));
            return;
        }

        var raised = Assert.IsType<Forking.Raised>(run.Outcome);
        Assert.Contains(Error, raised.Text, StringComparison.Ordinal);
        Assert.Matches($@"cell(:line |"", line ){Line}\b", raised.Text);
        Assert.Equal(Output, run.Output);
    }
}
