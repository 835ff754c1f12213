using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CowNotebooks.Tests.Interactive;

/// <summary>The cells in the real tool: its Jupyter kernel, driven by Jupyter's own client, as a reader uses it.</summary>
public sealed class RealToolTests
{
    // An installed one serves as well: COW_DOTNET_INTERACTIVE names it.
    private const string Version = "1.0.712001", Variable = "COW_DOTNET_INTERACTIVE";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task The_set_up_file_brings_cells_of_parent_and_child_with_their_page_strip()
    {
        var outputs = await RunAsync(
            "#!import setup.dib",
            "var lab = await Laboratory.OpenAsync(Runtime.CPython(), new { Size = 100_000 });",
            "#!parent\nlong_list = list(range(Size))\nprint('built')\nlen(long_list)",
            "#!child --predict long_list\nfor i in long_list:\n    pass",
            "lab.LastRun",
            "#!child\n\nmissing",
            "$\"{lab.LastRun.Outcome.IsCompleted}\"",
            "#!share long_list --from parent\n$\"{long_list.Length}\"",
            "await lab.DisposeAsync();");

        Assert.Equal(["stream", "execute_result"], outputs[2].Select(Kind));
        Assert.Equal("100000", Text(outputs[2][1]));
        Assert.All(new[] { outputs[3], outputs[4] }, shown =>
        {
            var data = Assert.Single(shown)["data"]!.AsObject();
            Assert.Equal(["text/html", "text/plain"], data.Select(one => one.Key).Order());
            Assert.Contains("<svg", data["text/html"]!.ToString(), StringComparison.Ordinal);
            Assert.InRange(data["text/html"]!.ToString().Length, 1, 100_000);
            Assert.Contains("The four figures agree.", data["text/plain"]!.ToString(), StringComparison.Ordinal);
        });
        var error = Assert.Single(outputs[5], output => Kind(output) == "error");
        Assert.StartsWith("NameError: name 'missing' is not defined (cell, line 3)", error["evalue"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("False", Text(Assert.Single(outputs[6])));
        Assert.Equal("100000", Text(Assert.Single(outputs[7])));
        Assert.Empty(outputs[8]);
        Assert.DoesNotContain(outputs.Where((_, cell) => cell != 5).SelectMany(cell => cell), output => Kind(output) == "error" || output["name"]?.ToString() == "stderr");
    }

    private static string Kind(JsonNode output) => output["output_type"]!.ToString();

    private static string Text(JsonNode output) => output["data"]!["text/plain"]!.ToString();

    /// <summary>The outputs of each cell, run one after another in the notebooks' folder.</summary>
    private static async Task<List<JsonNode[]>> RunAsync(params string[] cells)
    {
        var python = Requires.Program("Install it (Debian: apt-get install python3 python3-jupyter-client).", "python3");
        const string debian = "/usr/bin/python3";
        if (File.Exists(debian)) python = debian;
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "python/real_tool.py"), await ToolAsync()])
        {
            WorkingDirectory = Path.Combine(Source.Root, "notebooks"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.StandardInput.WriteAsync(JsonSerializer.Serialize(cells));
            process.StandardInput.Close();
            var told = await output;
            Requires.That(!(await errors).Contains("No module named 'jupyter_client'", StringComparison.Ordinal),
                "jupyter_client is not installed. Install it (Debian: apt-get install python3-jupyter-client).");
            return [.. (JsonNode.Parse(told) ?? throw new InvalidOperationException(await errors)).AsArray().Select(cell => cell!.AsArray().Select(one => one!).ToArray())];
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The path of the tool, which is installed once, or the test ends here.</summary>
    private static async Task<string> ToolAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given) return given;
        var folder = Path.Combine(Path.GetTempPath(), $"cow-dotnet-interactive-{Version}-{Environment.UserName}");
        var tool = Path.Combine(folder, "dotnet-interactive");
        if (File.Exists(tool)) return tool;
        using var install = Process.Start(
            new ProcessStartInfo("dotnet", ["tool", "install", "--tool-path", folder, "Microsoft.dotnet-interactive", "--version", Version])
            { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await install.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await install.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await install.WaitForExitAsync(TestContext.Current.CancellationToken);
        Requires.That(File.Exists(tool), $"Microsoft.dotnet-interactive {Version} could not be installed: {said} Install it yourself and set {Variable} to its path.");
        return tool;
    }
}
