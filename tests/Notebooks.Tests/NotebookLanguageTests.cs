using System.Text.Json.Nodes;

namespace CowNotebooks.Notebooks.Tests;

public class NotebookLanguageTests
{
    private const string Python = """{"kernelspec":{"display_name":"Python 3","language":"python","name":"python3"}}""";

    [Theory]
    [InlineData("{}", "csharp")]
    [InlineData("""{"kernelspec":{"display_name":".NET (C#)","language":"C#","name":".net-csharp"},"language_info":{"name":"polyglot-notebook"}}""", "csharp")]
    [InlineData("""{"kernelspec":{"display_name":".NET (F#)","language":"F#","name":".net-fsharp"},"language_info":{"name":"C#"}}""", "fsharp")]
    [InlineData("""{"kernelspec":{"name":".net-powershell"}}""", "pwsh")]
    [InlineData("""{"kernelspec":{"name":"my-own","language":"c#"}}""", "csharp")]
    [InlineData("""{"kernelspec":{"name":"csharp"}}""", "csharp")]
    [InlineData("""{"language_info":{"name":"F#"}}""", "fsharp")]
    [InlineData("""{"kernelspec":{"name":".net-csharp","language":"C#"},"polyglot_notebook":{"kernelInfo":{"defaultKernelName":"sql","items":[]}}}""", "sql")]
    [InlineData("""{"kernelspec":{"name":".net-csharp","language":"C#"},"polyglot_notebook":{"kernelInfo":{"defaultKernelName":"F#","items":[]}}}""", "fsharp")]
    [InlineData("""{"kernelspec":"odd","language_info":[],"polyglot_notebook":{"kernelInfo":7}}""", "csharp")]
    [InlineData(Python, null)]
    [InlineData("""{"kernelspec":{"name":"javascript","language":"javascript"}}""", null)]
    [InlineData("""{"language_info":{"name":"R"}}""", null)]
    public void A_notebook_says_the_language_of_its_cells(string metadata, string? language) => Assert.Equal(language, Of(metadata).Language);

    [Theory]
    [InlineData(Python, "x.ipynb is a Python notebook (kernel python3), and cow runs C# notebooks. Run it with: jupyter nbconvert --to notebook --execute x.ipynb")]
    [InlineData("""{"kernelspec":{"name":"julia-1.10"}}""", "x.ipynb is a Julia notebook (kernel julia-1.10), and")]
    [InlineData("""{"kernelspec":{"name":"ir","language":"R"}}""", "x.ipynb is a R notebook (kernel ir), and")]
    [InlineData("""{"language_info":{"name":"ocaml"}}""", "x.ipynb is an Ocaml notebook (kernel ocaml), and")]
    [InlineData("""{"kernelspec":{"name":"3"}}""", "x.ipynb is a 3 notebook (kernel 3), and")]
    public void A_notebook_for_another_kernel_is_refused_in_one_sentence(string metadata, string message) =>
        Assert.StartsWith(message, Assert.Throws<NotebookException>(() => Of(metadata).RefuseForeign("x.ipynb")).Message);

    [Fact]
    public void A_cell_has_the_notebooks_language_unless_it_names_its_own()
    {
        var notebook = Notebook.Parse("""
            {"cells":[{"cell_type":"code","source":"1"},{"cell_type":"code","metadata":{"polyglot_notebook":{"kernelName":"csharp"}},"source":"2"},
            {"cell_type":"code","metadata":{"dotnet_interactive":{"language":"html"}},"source":"3"}],"metadata":{"kernelspec":{"name":".net-fsharp"}},"nbformat":4}
            """);
        Assert.Equal(["fsharp", "csharp", "html"], notebook.Cells.Select(notebook.LanguageOf));
    }

    [Fact]
    public void A_csharp_notebook_is_not_refused() => Of("""{"kernelspec":{"name":".net-csharp"}}""").RefuseForeign("x.ipynb");

    private static Notebook Of(string metadata) =>
        Notebook.Parse(new JsonObject { ["cells"] = new JsonArray(), ["metadata"] = JsonNode.Parse(metadata), ["nbformat"] = 4, ["nbformat_minor"] = 5 }.ToJsonString());
}
