using CowNotebooks.Notebooks.Tests;

namespace CowNotebooks.Engine.Tests;

/// <summary>A package is loaded in the version that a cell asks for, whatever the engine itself uses.</summary>
public class PackageTests
{
    [Theory]
    [InlineData("Microsoft.CodeAnalysis.CSharp, 4.8.0", "typeof(Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree).Assembly.GetName().Version.ToString()", "4.8.0.0")]
    [InlineData("System.Reactive, 7.0.0", "typeof(System.Reactive.Unit).Assembly.GetName().Version.ToString()", "7.0.0.0")]
    [InlineData("System.Reactive, 5.0.0", "typeof(System.Reactive.Unit).Assembly.GetName().Version.ToString()", "5.0.0.0")]
    [InlineData("Humanizer, 3.0.10", "typeof(Humanizer.InflectorExtensions).Assembly.GetName().Version + \" \" + Humanizer.InflectorExtensions.Pluralize(\"case\")", "3.0.0.0 cases")]
    [InlineData("Newtonsoft.Json, 12.0.3", "typeof(Newtonsoft.Json.JsonConvert).Assembly.GetName().Version.ToString()", "12.0.0.0")]
    [InlineData("Microsoft.Bcl.AsyncInterfaces, 10.0.0", "\"loaded\"", "loaded")]
    [InlineData("Azure.Identity, 1.21.0", "new Azure.Identity.DefaultAzureCredential().GetType().Name", "DefaultAzureCredential")]
    [InlineData("Microsoft.ML, 5.0.1", "new Microsoft.ML.MLContext(seed: 1).Data.LoadFromEnumerable(new[] { new { A = 1f } }).Schema.Count", "1")]
    [InlineData("Microsoft.SemanticKernel, 1.82.0", "Microsoft.SemanticKernel.Kernel.CreateBuilder().GetType().Name", "KernelBuilder")]
    public async Task A_package_that_the_engine_uses_too_is_the_cells_own(string package, string expression, string value)
    {
        var run = Assert.Single(await Engines.RunAsync($"#r \"nuget: {package}\"\n{expression}"));
        Assert.Null(run.Error);
        Assert.Equal(value, run.Value);
    }

    [Fact]
    public async Task The_extension_of_a_package_is_loaded_and_formats_its_types()
    {
        var charts = await Engines.RunAsync(
            "#r \"nuget: Plotly.NET.Interactive, 6.0.0\"\n#r \"nuget: Plotly.NET.CSharp\"\nPlotly.NET.CSharp.Chart.Point<int, int, string>(new[] { 1, 2 }, new[] { 3, 4 })");
        Assert.Null(charts[0].Error);
        Assert.Contains("renderPlotly_", charts[0].Data("text/html"));
    }

    [Fact]
    public async Task The_quotes_around_a_package_may_be_missing()
    {
        var run = Assert.Single(await Engines.RunAsync("#r nuget:MathNet.Numerics\nMathNet.Numerics.Constants.Pi"));
        Assert.Null(run.Error);
        Assert.StartsWith("3.14159", run.Value);
    }

    [Fact]
    public async Task A_source_that_is_gone_does_not_keep_a_package_from_the_others()
    {
        var run = Assert.Single(await Engines.RunAsync("#i \"nuget:https://packages.invalid/v3/index.json\"\n#r \"nuget: Markdig, 1.6.0\"\nMarkdig.Markdown.ToHtml(\"*a*\")"));
        Assert.Null(run.Error);
        Assert.Equal("<p><em>a</em></p>\n", run.Value);
    }

    [Fact]
    public async Task A_shared_framework_beside_the_runtime_is_referenced_by_its_name()
    {
        var runs = await Engines.RunAsync("#r \"Microsoft.AspNetCore.App\"\nusing Microsoft.AspNetCore.Builder;\nWebApplication.CreateBuilder().GetType().Name", "#r \"Microsoft.NoSuch.App\"");
        // Not every machine has it; then it is said.
        if (runs[0].Error is { } error) Assert.Contains("is not installed beside the runtime", error.Message);
        else Assert.Equal("WebApplicationBuilder", runs[0].Value);
        Assert.Contains("The framework Microsoft.NoSuch.App is not installed beside the runtime", runs[1].Error!.Message);
    }

    [Fact]
    public async Task Nothing_of_the_engines_own_is_in_the_cells_load_context_but_the_engine()
    {
        var run = Assert.Single(await Engines.RunAsync("""
            string.Join(' ', System.Runtime.Loader.AssemblyLoadContext.Default.Assemblies.Where(a => !a.IsDynamic && a.Location.StartsWith(AppContext.BaseDirectory)).Select(a => a.GetName().Name))
            """));
        Assert.Equal("CowNotebooks.Engine", run.Value);
    }
}
