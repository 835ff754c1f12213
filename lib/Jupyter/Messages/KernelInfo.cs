using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace CowNotebooks.Jupyter.Messages;

/// <summary>The Jupyter kernel's description of itself. nbclient writes the language's part into every notebook it runs.</summary>
internal static class KernelInfo
{
    public static JsonObject Answer() => new()
    {
        ["protocol_version"] = MessageWire.Version,
        ["implementation"] = "cow",
        ["implementation_version"] = typeof(KernelInfo).Assembly.GetName().Version!.ToString(3),
        ["banner"] = $"C# on {RuntimeInformation.FrameworkDescription}",
        ["help_links"] = new JsonArray(new JsonObject { ["text"] = "C#", ["url"] = "https://learn.microsoft.com/dotnet/csharp/" }),
        ["debugger"] = false,
        // The same values as in the notebooks' metadata.
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = "14.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
        },
    };
}
