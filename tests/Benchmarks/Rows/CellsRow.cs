using System.Globalization;
using System.Text.Json;
using CowNotebooks.Benchmarks.Peers;
using CowNotebooks.Benchmarks.Table;
using CowNotebooks.Tests;

namespace CowNotebooks.Benchmarks.Rows;

/// <summary>
/// Our Jupyter kernel beside the real dotnet-interactive and ipykernel: one client (Debian's jupyter_client), the same cells, in turns.
/// </summary>
internal static class CellsRow
{
    private const string Ours = ".net-csharp", IPython = "python3";

    public static async Task<IReadOnlyList<Line>> MeasureAsync(Scale scale)
    {
        var (rounds, cells) = (scale.Rounds(3), scale.Count(200, 3));
        var figures = new (string What, Func<Figures, double> Of, Func<double, string> Text, double Goal)[]
        {
            ("start to the first cell's end", one => one.Ready + one.First, Text.Seconds, 0.6),
            ($"median of cells 2 to {cells}", one => one.Median, Text.Seconds, 0.8),
            ($"memory (PSS) after {cells} cells", one => one.Memory, bytes => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 20):F0} MB"), 0.7),
        };
        var data = Directory.CreateTempSubdirectory("cow-benchmark-");
        try
        {
            var environment = new Dictionary<string, string> { ["JUPYTER_DATA_DIR"] = data.FullName };
            await Programs.RunAsync(Programs.Cow, environment, ["kernel", "install"]);
            if (await RealTool.AddKernelSpecAsync(Path.Combine(data.FullName, "kernels"), CancellationToken.None) is { } missing)
                return [.. figures.Select(figure => Line.Missing(figure.What, RealTool.KernelName, missing))];
            var written = await Programs.RunAsync(Programs.Python, environment, [Programs.SourceOf("engines.py"), $"{rounds}", $"{cells}", RealTool.KernelName, Ours, IPython]);
            var measured = written.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<Figures>(line, JsonSerializerOptions.Web)!).ToLookup(one => one.Kernel);
            return [.. figures.SelectMany(figure => Lines(figure, kernel => new Times([.. measured[kernel].Select(figure.Of)])))];
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static IEnumerable<Line> Lines((string What, Func<Figures, double> Of, Func<double, string> Text, double Goal) figure, Func<string, Times> of)
    {
        var (ours, real, python) = (of(Ours), of(RealTool.KernelName), of(IPython));
        yield return Line.AtMost(figure.What, figure.Text(ours.Median), $"{RealTool.KernelName}: {figure.Text(real.Median)}", ours.Over(real), figure.Goal);
        yield return new Line(figure.What, figure.Text(ours.Median), $"ipykernel, the same in Python: {figure.Text(python.Median)}", Text.Ratio(ours.Over(python)), "", null);
    }

    /// <summary>A line of engines.py: seconds, and bytes.</summary>
    private sealed record Figures(string Kernel, double Ready, double First, double Median, long Memory);
}
