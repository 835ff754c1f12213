using System.Text.Json;
using System.Text.Json.Nodes;
using CowNotebooks.Show.Formatting;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Engine.Hosting;

/// <summary>What is shown otherwise than by .NET Interactive's own formatters. What a cell registers counts for more.</summary>
internal static class Formats
{
    private const string Html = "text/html", Plain = "text/plain";

    // Complete in plain text; as HTML they would be the same text in a styled box.
    private static readonly Type[] Scalars =
    [
        typeof(bool), typeof(char), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(nint), typeof(nuint),
        typeof(float), typeof(double), typeof(decimal), typeof(Enum), typeof(string), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DateOnly), typeof(TimeOnly), typeof(Guid),
    ];

    public static void Register()
    {
        foreach (var type in Scalars) Formatter.SetPreferredMimeTypesFor(type, Plain);
        foreach (var type in new[] { typeof(JsonNode), typeof(JsonElement), typeof(JsonDocument) }) Register(type);
        // The engine does not load the data frame's library: a cell does, in whichever version it likes.
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) =>
        {
            if (loaded.LoadedAssembly.GetName().Name == "Microsoft.Data.Analysis" && loaded.LoadedAssembly.GetType(ForeignFormats.DataFrame) is { } frame) Register(frame);
        };
    }

    private static void Register(Type type)
    {
        Formatter.SetPreferredMimeTypesFor(type, Html, Plain);
        Formatter.Register(type, (value, writer) => writer.Write(ForeignFormats.ToHtml(value)), Html);
        Formatter.Register(type, (value, writer) => writer.Write(ForeignFormats.ToText(value)), Plain);
    }
}
