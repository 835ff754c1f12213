using System.Text.Json.Nodes;

namespace CowNotebooks.Cow.Tests;

/// <summary>A repository of the test's own with <c>notebooks/</c>, gone when the test ends.</summary>
internal sealed class Repository : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("cow-tests-").FullName;

    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Adds a clean notebook of a title and these code cells; a cell that begins with <c>//parameters</c> gets that tag.</summary>
    public Repository With(string name, params string[] code)
    {
        var cells = new JsonArray(new JsonObject { ["cell_type"] = "markdown", ["id"] = "title", ["metadata"] = new JsonObject(), ["source"] = $"# About {name}" });
        foreach (var source in code)
        {
            var metadata = source.StartsWith("//parameters", StringComparison.Ordinal) ? new JsonObject { ["tags"] = new JsonArray("parameters") } : [];
            cells.Add(new JsonObject { ["cell_type"] = "code", ["execution_count"] = null, ["id"] = $"c{cells.Count}", ["metadata"] = metadata, ["outputs"] = new JsonArray(), ["source"] = source });
        }
        Directory.CreateDirectory(this["notebooks"]);
        File.WriteAllText(this[$"notebooks/{name}.ipynb"], new JsonObject { ["cells"] = cells, ["metadata"] = new JsonObject(), ["nbformat"] = 4, ["nbformat_minor"] = 5 }.ToJsonString());
        return this;
    }

    /// <summary>Adds a file of this text.</summary>
    public Repository WithFile(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
