using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Tests.Hosts;

/// <summary>
/// Runs cells as .NET Interactive's C# kernel does (dotnet/interactive, CSharpKernel.cs): Roslyn scripting as it comes, its formatting, the same
/// imports, and an FSharp.Core of its own that is loaded before any cell runs.
/// Takes a JSON array of cells on standard input, writes one JSON object a cell: what it shows by MIME type, what stood in each of its displays in turn, or its error.
/// </summary>
internal static class Host
{
    private static readonly MethodInfo HasReturnValue = typeof(Script).GetMethod("HasReturnValue", BindingFlags.Instance | BindingFlags.NonPublic)!;

    public static async Task Main()
    {
        Console.WriteLine(new JsonObject
        {
            ["runtime"] = Environment.Version.ToString(),
            ["fsharpCore"] = typeof(Microsoft.FSharp.Core.Unit).Assembly.GetName().Version!.ToString(),
            ["roslyn"] = typeof(CSharpScript).Assembly.GetName().Version!.ToString(),
        }.ToJsonString());
        var options = ScriptOptions.Default
            .WithLanguageVersion(LanguageVersion.Latest)
            .AddImports("System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
                "CowNotebooks.Tests.Hosts.Displaying")
            .AddReferences(typeof(Enumerable).Assembly, typeof(IEnumerable<>).Assembly, typeof(Task<>).Assembly, typeof(Displaying).Assembly, typeof(Formatter).Assembly)
            .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(Environment.CurrentDirectory));
        ScriptState<object>? state = null;
        foreach (var cell in JsonSerializer.Deserialize<string[]>(await Console.In.ReadToEndAsync())!)
        {
            var shown = new JsonObject();
            try
            {
                state = state is null ? await CSharpScript.RunAsync(cell, options) : await state.ContinueWithAsync(cell, options);
                if ((bool)HasReturnValue.Invoke(state.Script, null)!) shown["data"] = Data(state.ReturnValue, Formatter.GetPreferredMimeTypesFor(state.ReturnValue?.GetType()));
            }
#pragma warning disable CA1031 // Whatever a cell throws is its outcome.
            catch (Exception error)
#pragma warning restore CA1031
            {
                shown["error"] = error.ToString();
            }

            shown["displays"] = new JsonArray([.. Displaying.Take().Select(JsonNode (display) => new JsonArray([.. display.Values.Select(JsonNode (value) => Data(value, display.MimeTypes))]))]);
            Console.WriteLine(shown.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        }
    }

    private static JsonObject Data(object? value, IEnumerable<string> mimeTypes)
    {
        var data = new JsonObject();
        foreach (var mimeType in mimeTypes) data[mimeType] = value.ToDisplayString(mimeType);
        return data;
    }
}
