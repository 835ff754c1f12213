using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using CowNotebooks.Notebooks.Ipynb;

namespace CowNotebooks.Jupyter.Messages;

/// <summary>The Jupyter kernel's description of itself. nbclient writes the language's part into every notebook it runs.</summary>
internal static class KernelInfo
{
    public static JsonObject Answer()
    {
        var language = NotebookLanguage.LanguageInfo(KernelNames.CSharp);
        language["version"] = "14.0";
        return new JsonObject
        {
            ["protocol_version"] = MessageWire.Version,
            ["implementation"] = "cow",
            ["implementation_version"] = typeof(KernelInfo).Assembly.GetName().Version!.ToString(3),
            ["banner"] = $"C# on {RuntimeInformation.FrameworkDescription}",
            ["help_links"] = new JsonArray(new JsonObject { ["text"] = "C#", ["url"] = "https://learn.microsoft.com/dotnet/csharp/" }),
            ["debugger"] = false,
            ["language_info"] = language,
        };
    }
}
