using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CowNotebooks.Tests.Show.Hosting;

/// <summary>A process of tests/Show.Hosts: it runs cells in the folder of the notebooks, as .NET Interactive does.</summary>
internal static class InteractiveHost
{
    public static readonly string[] All = ["Interactive10"];

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>The cells of notebooks/setup.dib.</summary>
    public static IEnumerable<string> Setup => File.ReadAllText(Path.Combine(Notebooks, "setup.dib")).Split("#!csharp").Where(cell => !string.IsNullOrWhiteSpace(cell));

    public static string Notebooks => Path.Combine(Source.Root, "notebooks");

    /// <summary>What the host is made of, then one object a cell; a cell that throws fails the test, with the error.</summary>
    public static async Task<(JsonNode Host, JsonNode[] Cells)> RunAsync(string host, IEnumerable<string> cells)
    {
        string[] sources = [.. cells];
        var start = new ProcessStartInfo(Path.Combine(Source.Root, "tests", "Show.Hosts", host, "bin", "host", $"CowNotebooks.{host}"))
        {
            WorkingDirectory = Notebooks,
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
            await process.StandardInput.WriteAsync(JsonSerializer.Serialize(sources));
            process.StandardInput.Close();
            JsonNode[] told = [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
            Assert.True(told.Length == sources.Length + 1, await errors);
            Assert.All(told.Skip(1).Zip(sources), cell => Assert.True(cell.First["error"] is null, $"{cell.Second}\n{cell.First["error"]}"));
            return (told[0], told[1..]);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
