namespace CowNotebooks.Show.Formatting;

/// <summary>
/// How a notebook engine learns to show a type, without this library knowing any engine: .NET Interactive's formatting looks for an attribute of
/// this name, in any namespace, with these two properties.
/// </summary>
/// <param name="formatterSourceType">A class with a method <c>CreateTypeFormatters</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The class that creates the formatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types to show without being asked for one.</summary>
    public string[]? PreferredMimeTypes { get; set; }
}

/// <summary>The MIME types that this library writes.</summary>
internal static class MimeTypes
{
    public const string Html = "text/html";
    public const string Svg = "image/svg+xml";
    public const string JavaScript = "application/javascript";
    public const string Markdown = "text/markdown";
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

/// <summary>How pictures are shown.</summary>
internal sealed class PictureFormatterSource
{
    public static IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<Picture>(MimeTypes.Html, picture => picture.ToHtml()),
        new Formatter<Picture>(MimeTypes.Svg, picture => picture.ToSvg()),
        new Formatter<Picture>(MimeTypes.Plain, picture => picture.ToString()),
    ];
}

/// <summary>How checks are shown.</summary>
internal sealed class CheckFormatterSource
{
    public static IEnumerable<object> CreateTypeFormatters() =>
        [new Formatter<Check>(MimeTypes.Html, check => check.ToHtml()), new Formatter<Check>(MimeTypes.Plain, check => check.ToString())];
}

/// <summary>How answers to guesses are shown.</summary>
internal sealed class GuessFormatterSource
{
    public static IEnumerable<object> CreateTypeFormatters() =>
        [new Formatter<Guess>(MimeTypes.Html, guess => guess.ToHtml()), new Formatter<Guess>(MimeTypes.Plain, guess => guess.ToString())];
}

/// <summary>How solutions are shown.</summary>
internal sealed class SolutionFormatterSource
{
    public static IEnumerable<object> CreateTypeFormatters() =>
        [new Formatter<Solution>(MimeTypes.Markdown, solution => solution.ToMarkdown()), new Formatter<Solution>(MimeTypes.Plain, solution => solution.ToString())];
}

/// <summary>How plotly.js is shown: a front end runs it.</summary>
internal sealed class PlotlyScriptFormatterSource
{
    public static IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<PlotlyScript>(MimeTypes.JavaScript, script => script.ToJavaScript()),
        new Formatter<PlotlyScript>(MimeTypes.Plain, script => script.ToString()),
    ];
}

/// <summary>Writes a value of <typeparamref name="T"/> in one MIME type.</summary>
internal sealed class Formatter<T>(string mimeType, Func<T, string> write)
{
    /// <summary>The MIME type that it writes.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes the value; false when it is none of this formatter's.</summary>
    public bool Format(object value, TextWriter writer)
    {
        if (value is not T shown) return false;
        writer.Write(write(shown));
        return true;
    }
}
