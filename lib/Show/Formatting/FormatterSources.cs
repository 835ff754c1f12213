namespace CowNotebooks.Show.Formatting;

/// <summary>The MIME types that this library writes.</summary>
internal static class MimeTypes
{
    public const string Html = "text/html";
    public const string Svg = "image/svg+xml";
    public const string Plain = "text/plain";
    public const string Plotly = "application/vnd.plotly.v1+json";
}

/// <summary>How tables are shown.</summary>
internal sealed class TableFormatterSource
{
    public static IEnumerable<object> CreateTypeFormatters() =>
        [new Formatter<Table>(MimeTypes.Html, table => table.ToHtml()), new Formatter<Table>(MimeTypes.Plain, table => table.ToString())];
}

/// <summary>How charts are shown.</summary>
internal sealed class ChartFormatterSource
{
    public static IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<Chart>(MimeTypes.Html, chart => chart.ToHtml()),
        new Formatter<Chart>(MimeTypes.Plotly, chart => chart.Json),
        new Formatter<Chart>(MimeTypes.Svg, chart => chart.ToSvg()),
        new Formatter<Chart>(MimeTypes.Plain, chart => chart.ToString()),
    ];
}

/// <summary>How a law that held is shown.</summary>
internal sealed class LawFormatterSource
{
    public static IEnumerable<object> CreateTypeFormatters() =>
        [new Formatter<Law>(MimeTypes.Html, law => law.ToHtml()), new Formatter<Law>(MimeTypes.Plain, law => law.ToString())];
}
