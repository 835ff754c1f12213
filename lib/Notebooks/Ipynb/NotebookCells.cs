using System.Text.Json.Nodes;

namespace CowNotebooks.Notebooks.Ipynb;

/// <summary>Adds what nbformat 4.5 requires in a code cell: <c>execution_count</c> and <c>outputs</c> are required even when empty.</summary>
internal static class NotebookCells
{
    /// <summary>A code cell that was not executed, with the metadata that both kinds of front end use.</summary>
    public static JsonObject Code(string source, string id, string tag) => new()
    {
        ["cell_type"] = "code",
        ["execution_count"] = null,
        ["id"] = id,
        ["metadata"] = new JsonObject
        {
            ["dotnet_interactive"] = new JsonObject { ["language"] = "csharp" },
            ["polyglot_notebook"] = new JsonObject { ["kernelName"] = "csharp" },
            ["tags"] = new JsonArray(tag),
        },
        ["outputs"] = new JsonArray(),
        ["source"] = JsonAccess.Lines(source),
    };

    /// <summary>Gives an id to each cell that has none: nbformat 4.5 requires one. The same notebook gets the same ids.</summary>
    public static void Identify(JsonObject notebook)
    {
        var taken = Notebook.CellsOf(notebook).Select(cell => cell.Text("id")).OfType<string>().ToHashSet();
        var number = 0;
        foreach (var cell in Notebook.CellsOf(notebook).Where(cell => cell.Text("id") is null))
        {
            string id;
            do
            {
                id = $"cell-{++number}";
            }
            while (!taken.Add(id));
            cell["id"] = id;
        }
        if (notebook.Number("nbformat_minor") is not >= 5) notebook["nbformat_minor"] = 5;
    }
}
