using CowNotebooks.Notebooks.Tests;

namespace CowNotebooks.Engine.Tests;

public class ReferenceTests
{
    private const string Formatted = """
        using System; using System.Collections.Generic; using System.IO;
        [TypeFormatterSource(typeof(Source), PreferredMimeTypes = new[] { "application/vnd.plotly.v1+json", "text/html" })]
        public class Figure { public Deep.Value Inner = new Deep.Value(); }
        public class Source { public IEnumerable<object> CreateTypeFormatters() => new object[] { new Json(), new Html() }; }
        public class Json { public string MimeType => "application/vnd.plotly.v1+json"; public bool Format(object x, TextWriter w) { w.Write("{\"data\": []}"); return true; } }
        public class Html { public string MimeType => "text/html"; public bool Format(object x, TextWriter w) { w.Write("<p>" + ((Figure)x).Inner.Number + "</p>"); return true; } }
        [AttributeUsage(AttributeTargets.Class)]
        public class TypeFormatterSourceAttribute : Attribute
        {
            public TypeFormatterSourceAttribute(Type source) => FormatterSourceType = source;
            public Type FormatterSourceType { get; }
            public string[] PreferredMimeTypes { get; set; }
        }
        """;

    [Fact]
    public async Task A_type_of_a_referenced_library_is_shown_by_the_formatters_it_brings_in_all_its_mime_types()
    {
        using var scratch = new Scratch();
        var deep = Libraries.Make(scratch["lib/Deep.dll"], "namespace Deep { public class Value { public int Number = 42; } }");
        Libraries.Make(scratch["lib/Figures.dll"], Formatted, deep);
        scratch.Write("set/setup.dib", "#!csharp\n#r \"../lib/Figures.dll\"");
        var runs = await Engines.RunInAsync(scratch.Folder, "#!import set/setup.dib\nvar figure = new Figure();\nfigure",
            "figure.Inner.Number", "figure.GetType() == typeof(Figure) && typeof(Deep.Value).Assembly == figure.Inner.GetType().Assembly");
        Assert.All(runs, run => Assert.Null(run.Error));
        var data = runs[0].Outputs.Single()["data"]!.AsObject();
        Assert.Equal(["application/vnd.plotly.v1+json", "text/html", "text/plain"], data.Select(item => item.Key));
        Assert.Equal("{\"data\":[]}", data["application/vnd.plotly.v1+json"]!.ToJsonString());
        Assert.Equal("<p>42</p>", data["text/html"]!.ToString());
        // Found beside the library, both to compile and to run, though no cell names it.
        Assert.Equal("42", runs[1].Value);
        Assert.Equal("True", runs[2].Value);
    }

    [Fact]
    public async Task Two_libraries_share_what_both_need_and_may_find_assemblies_in_their_own_way()
    {
        using var scratch = new Scratch();
        var shared = Libraries.Make(scratch["build/Shared.dll"], "public class Shared { public static int Count; }");
        Libraries.Make(scratch["a/A.dll"], "public class A { public static int Next() => ++Shared.Count; }", shared);
        Libraries.Make(scratch["b/B.dll"], """
            using System.Reflection; using System.Runtime.Loader; using System.IO;
            public class B
            {
                public static void Help(string folder) => AssemblyLoadContext.Default.Resolving += (context, name) =>
                    File.Exists(Path.Combine(folder, name.Name + ".dll")) ? context.LoadFromAssemblyPath(Path.Combine(folder, name.Name + ".dll")) : null;
                public static int Next() => ++Shared.Count;
            }
            """, shared);
        var runs = await Engines.RunInAsync(scratch.Folder, "#r \"a/A.dll\"\n#r \"b/B.dll\"\nB.Help(System.IO.Path.GetFullPath(\"build\"));", "A.Next() * 10 + B.Next()");
        Assert.Equal("12", runs[1].Value);
    }

    [Fact]
    public async Task A_package_is_restored_with_what_it_needs()
    {
        // One that the build itself has fetched, so that no feed is asked.
        var run = Assert.Single(await Engines.RunAsync("#r \"nuget: Markdig, 1.6.0\"\nMarkdig.Markdown.ToHtml(\"# hi\")"));
        Assert.Null(run.Error);
        Assert.Equal("<h1>hi</h1>\n", run.Value);
    }

    [Fact]
    public async Task The_runtimes_own_assemblies_need_no_path()
    {
        var run = Assert.Single(await Engines.RunAsync("#r \"System.Text.Json\"\n#r \"System.Xml.dll\"\nSystem.Text.Json.JsonSerializer.Serialize(new { A = 1 })"));
        Assert.Equal("{\"A\":1}", run.Value);
    }

    [Theory]
    [InlineData("\n#r \"nowhere.dll\"", "There is no library", "cell 1, line 2")]
    [InlineData("#r \"text.dll\"", "is no .NET assembly", "cell 1, line 1")]
    [InlineData("#r \"nuget: \"", "names no package", "cell 1, line 1")]
    [InlineData("\n\n#r \"nuget: CowNotebooks.No.Such.Package, 1.0\"", "Unable to find package", "cell 1, line 3")]
    public async Task A_reference_that_cannot_be_followed_names_line_and_remedy(string cell, string message, string place)
    {
        using var scratch = new Scratch();
        scratch.Write("text.dll", "no assembly");
        var error = Assert.Single(await Engines.RunInAsync(scratch.Folder, cell)).Error;
        Assert.Contains(message, error!.Message);
        Assert.Equal(place, error.Place);
    }

    [Fact]
    public async Task A_newer_version_of_what_the_engine_itself_uses_is_refused_and_an_older_one_is_the_engines()
    {
        using var scratch = new Scratch();
        const string Source = "[assembly: System.Reflection.AssemblyVersion(\"{0}\")] public class X {{ }}";
        Libraries.Make(scratch["new/System.Text.Json.dll"], string.Format(Source, "99.0.0.0"));
        Libraries.Make(scratch["old/System.Text.Json.dll"], string.Format(Source, "1.0.0.0"));
        var runs = await Engines.RunInAsync(scratch.Folder, "#r \"new/System.Text.Json.dll\"", "#r \"old/System.Text.Json.dll\"\nSystem.Text.Json.JsonSerializer.Serialize(1)");
        Assert.Contains("is in use already", runs[0].Error!.Message);
        Assert.Equal("1", runs[1].Value);
    }

    [Fact]
    public async Task A_data_frame_is_shown_as_a_table()
    {
        using var scratch = new Scratch();
        // A stand-in by name: the engine does not reference the library it comes from.
        Libraries.Make(scratch["Microsoft.Data.Analysis.dll"], """
            using System.Collections.Generic;
            namespace Microsoft.Data.Analysis
            {
                public class DataFrame { public List<Column> Columns = new List<Column> { new Column("n<1>", 1, 2.5), new Column("name", "a", null) }; public List<int> Rows = new List<int> { 0, 1 }; public override string ToString() => "plain"; }
                public class Column { public string Name; readonly object[] values; public Column(string name, params object[] values) { Name = name; this.values = values; } public object this[long row] => values[row]; }
            }
            """);
        var run = Assert.Single(await Engines.RunInAsync(scratch.Folder, "#r \"Microsoft.Data.Analysis.dll\"\nnew Microsoft.Data.Analysis.DataFrame()"));
        Assert.Null(run.Error);
        Assert.Equal("2 rows\nn<1>  name\n----  ----\n   1  a\n 2.5  –", run.Value);
        Assert.Matches("<th [^>]*text-align:right[^>]*>n&lt;1&gt;</th><th [^>]*text-align:left[^>]*>name</th>", run.Data("text/html"));
        Assert.Matches("<tr><td [^>]*text-align:right[^>]*>2.5</td><td [^>]*>–</td></tr>", run.Data("text/html"));
    }

    [Fact]
    public async Task What_a_cell_registers_counts_for_more_than_what_the_engine_knows()
    {
        var runs = await Engines.RunAsync(
            "Microsoft.DotNet.Interactive.Formatting.Formatter.Register(typeof(System.Text.Json.Nodes.JsonNode), (node, writer) => writer.Write(\"mine\"), \"text/html\");",
            "System.Text.Json.Nodes.JsonNode.Parse(\"[1]\")");
        Assert.Equal("mine", runs[1].Data("text/html"));
    }
}
