using System.Text.Json.Nodes;

namespace CowNotebooks.Notebooks.Ipynb;

/// <summary>
/// The language of a cell, as Polyglot Notebooks and .NET Interactive write it into a cell's metadata, and as a front end sends it with an
/// <c>execute_request</c>.
/// </summary>
internal static class CellLanguage
{
    /// <summary>The language's name, for instance <c>csharp</c> or <c>html</c>; null when the metadata names none: then it is the notebook's own.</summary>
    /// <param name="metadata">The metadata of a cell or of an <c>execute_request</c>.</param>
    public static string? Of(JsonObject? metadata) =>
        (metadata?["polyglot_notebook"] as JsonObject)?.Text("kernelName") ?? (metadata?["dotnet_interactive"] as JsonObject)?.Text("language");
}
