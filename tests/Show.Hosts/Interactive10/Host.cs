using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

namespace CowNotebooks.Tests.Hosts;

/// <summary>
/// Runs cells in the engine and C# kernel of the last .NET Interactive, with an FSharp.Core of its own that is loaded before any cell runs.
/// Takes a JSON array of cells on standard input, writes one JSON object a cell: what it shows by MIME type, what stood in each of its displays in turn, or its error.
/// </summary>
internal static class Host
{
    public static async Task Main()
    {
        Console.WriteLine(new JsonObject
        {
            ["runtime"] = Environment.Version.ToString(),
            ["fsharpCore"] = typeof(Microsoft.FSharp.Core.Unit).Assembly.GetName().Version!.ToString(),
            ["roslyn"] = typeof(CSharpScript).Assembly.GetName().Version!.ToString(),
        }.ToJsonString());
        var cells = JsonSerializer.Deserialize<string[]>(await Console.In.ReadToEndAsync())!;
        using var kernel = new CompositeKernel();
        kernel.Add(new CSharpKernel().UseKernelHelpers().UseValueSharing());
        kernel.DefaultKernelName = "csharp";
        kernel.UseImportMagicCommand();
        var output = Console.Out;
        foreach (var cell in cells)
        {
            var events = (await kernel.SendAsync(new SubmitCode(cell))).Events;
            var shown = new JsonObject { ["displays"] = Displays(events) };
            if (events.OfType<ReturnValueProduced>().LastOrDefault() is { } value) shown["data"] = Data(value);
            if (events.OfType<CommandFailed>().LastOrDefault() is { } failed) shown["error"] = failed.Message;
            await output.WriteLineAsync(shown.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        }
    }

    // What an update brings stands in the place of the display that it names.
    private static JsonArray Displays(IReadOnlyList<KernelEvent> events) =>
        [.. events.OfType<DisplayEvent>().Where(one => one is DisplayedValueProduced or DisplayedValueUpdated)
            .GroupBy(one => one.ValueId).Select(JsonNode (display) => new JsonArray([.. display.Select(JsonNode (one) => Data(one))]))];

    private static JsonObject Data(DisplayEvent shown)
    {
        var data = new JsonObject();
        foreach (var value in shown.FormattedValues) data[value.MimeType] = value.Value;
        return data;
    }
}
