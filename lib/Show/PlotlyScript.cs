namespace CowNotebooks.Show;

/// <summary>plotly.js, as Plotly.NET carries it: charts need no network.</summary>
public static class PlotlyScript
{
    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>The JavaScript. Run as it is, it sets <c>window.Plotly</c>.</summary>
    public static string Text => Loaded.Value;

    private static string Load()
    {
        var assembly = typeof(Plotly.NET.GenericChart).Assembly;
        var name = assembly.GetManifestResourceNames().Single(name => name.Contains("plotly") && name.EndsWith(".js", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
