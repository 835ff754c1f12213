using Microsoft.DotNet.Interactive.Documents;

namespace CowNotebooks.Notebooks.Tests;

/// <summary>.NET Interactive's own reader of .dib files as the judge of ours.</summary>
public class DibReaderTests
{
    private const string Meta = """
        #!meta

        {"kernelInfo":{"defaultKernelName":"csharp","items":[{"aliases":["c#","C#"],"languageName":"C#","name":"csharp"},{"aliases":["f#"],"languageName":"F#","name":"fsharp"},{"aliases":["py"],"name":"pythonkernel"},{"name":"mermaid"}]}}

        """;

    private static readonly KernelInfoCollection Kernels =
    [
        new("csharp", "C#", ["c#", "C#"]), new("fsharp", "F#", ["f#", "F#"]), new("pwsh", "PowerShell", ["powershell"]), new("javascript", "JavaScript", ["js"]),
        new("html"), new("mermaid"), new("http"), new("sql"), new("kql"), new("parent"), new("child"), new("fork"),
    ];

    public static TheoryData<string> Samples =>
    [
        "#!markdown\n\n# A title\n\n#!csharp\n\nConsole.WriteLine(\"hello\");\n",
        "var first = 1;\n\n\n#!fsharp\n\nlet x = 1\n#!f#\nlet y = 2\n\n#!C#\nfirst",
        $"{Meta}#!markdown\n\n* text\n\n#!csharp\n\n// C#\n\n#!fsharp\n\n// F#\n\n#!pwsh\n\n# PowerShell\n\n#!javascript\n\n// JavaScript\n\n#!mermaid\n\n%% Mermaid\n",
        $"{Meta}#!import setup.dib\n#!time\n#!py\nprint(1)\n#!pythonkernel\nprint(2)\n#!meta\nprint(3)",
        "#!csharp\n#!import a.dib\n#!share --from javascript x\n#!set --name y --value @x\n#!who\n#!whos\n#!about\n#!lsmagic\n#!connect jupyter --kernel-name p\n#!nonsense\nx\n\n#!html\n<b>hi</b>\n#!md\nprose\n\n\n",
        "#!csharp\r\n\r\nvar a = 1;\r\n\r\n#!markdown\r\n\r\nText\r\n\r\nmore\r\n",
        "#!parent\nlong_list = list(range(9))\n#!child\nfor i in long_list: pass\n#!csharp\nlab.LastRun",
        "#!csharp\n\n\n#!markdown\n\n#!csharp\n1",
        " #!markdown\n// #!fsharp\nvar text = \"\"\"\n  #!html\n  \"\"\";",
        "#!CSharp\n1\n#!csharp2\n#!\n#! csharp\n#!sql\nSELECT 1",
    ];

    private static readonly string[] Lines =
    [
        "#!csharp", "#!C#", "#!fsharp", "#!f#", "#!pwsh", "#!js", "#!html", "#!md", "#!markdown", "#!mermaid", "#!parent", "#!child", "#!kql", "#!import x.dib", "#!time", "#!share --from html x",
        "#!set --name y --value 1", "#!value --name v", "#!nonsense", "#!", "#!CSHARP", " #!html", "# heading", "var x = 1;", "\t// deeper", "x", "", "", "",
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_dib_has_the_cells_that_dotnet_interactive_sees_in_it(string text) => Compare(text);

    [Fact]
    public void So_does_a_dib_of_any_lines()
    {
        var random = new Random(1);
        for (var number = 0; number < 3000; number++) Compare(string.Join(random.Next(2) > 0 ? "\n" : "\r\n", random.GetItems(Lines, random.Next(1, 20))));
    }

    private static void Compare(string text)
    {
        using var scratch = new Scratch();
        var ours = Notebook.Load(scratch.Write("x.dib", text)).Cells;
        var theirs = CodeSubmission.Parse(text, Kernels.Clone()).Elements.Where(cell => cell.Contents.Length > 0);
        // It drops every empty cell; ours keeps a #!child, which forks.
        Assert.Equal(theirs.Select(cell => (cell.KernelName, cell.Contents)), ours.Select(Seen).Where(cell => cell.Source.Length > 0)!);
    }

    // In ours the line of a command to a laboratory is in sight, in a cell of the notebook's language.
    private static (string? Kernel, string Source) Seen(Cell cell)
    {
        var lines = cell.Source.Split('\n');
        if (lines[0] is "#!parent" or "#!child") return (lines[0][2..], string.Join('\n', lines.Skip(1)));
        return (cell.Kind == CellKind.Markdown ? "markdown" : cell.Language, cell.Source);
    }
}
