using System.Text.Json.Nodes;
using CowNotebooks.Notebooks.Ipynb;

namespace CowNotebooks.Notebooks;

/// <summary>
/// Removes from a notebook what running or opening it has added, so that a commit holds only what a person wrote (like nbdev), and makes it valid
/// nbformat 4.5. Kept are valid ids, tags and the metadata by which front ends choose the C# kernel.
/// </summary>
public static class Cleaner
{
    private static readonly string[] NotebookKeys = ["kernelspec", "language_info", "polyglot_notebook"];
    private static readonly string[] CellKeys = ["dotnet_interactive", "polyglot_notebook", "tags"];

    /// <summary>The parts that should not be committed, each in a phrase that names the cell; empty when the notebook is clean.</summary>
    /// <param name="notebook">The notebook.</param>
    public static IReadOnlyList<string> Findings(Notebook notebook)
    {
        var findings = new List<string>();
        notebook.With(json => Clean(json, findings));
        return findings;
    }

    /// <summary>The notebook without them; the notebook itself when it is clean.</summary>
    /// <param name="notebook">The notebook.</param>
    public static Notebook Clean(Notebook notebook)
    {
        var findings = new List<string>();
        var clean = notebook.With(json => Clean(json, findings));
        return findings.Count == 0 ? notebook : clean;
    }

    private static void Clean(JsonObject notebook, List<string> findings)
    {
        ValidForm.Give(notebook, findings);
        Strip(notebook["metadata"] as JsonObject, NotebookKeys, "the notebook", findings);
        foreach (var (cell, name) in ValidForm.Names(notebook))
        {
            Strip(cell["metadata"] as JsonObject, CellKeys, name, findings);
            if (cell["outputs"] is JsonArray { Count: > 0 })
            {
                cell["outputs"] = new JsonArray();
                findings.Add($"{name} has outputs");
            }
            if (cell["execution_count"] is not null)
            {
                cell["execution_count"] = null;
                findings.Add($"{name} has an execution count");
            }
        }
    }

    private static void Strip(JsonObject? metadata, string[] keep, string name, List<string> findings)
    {
        foreach (var key in metadata?.Select(field => field.Key).Except(keep).ToList() ?? [])
        {
            metadata!.Remove(key);
            findings.Add($"{name} has metadata '{key}'");
        }
    }
}
