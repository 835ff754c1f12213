using System.Text.Json.Nodes;

namespace CowNotebooks.Notebooks.Tests;

/// <summary>Makes notebooks of a few cells.</summary>
internal static class Notebooks
{
    public static string Fixtures { get; } = Path.Combine(AppContext.BaseDirectory, "fixtures/notebooks");

    public static Notebook Of(params string[] code) => Of(code.Select(source => Code(source)));

    public static Notebook Of(IEnumerable<JsonNode> cells) =>
        Notebook.Parse(new JsonObject { ["cells"] = new JsonArray([.. cells]), ["metadata"] = new JsonObject(), ["nbformat"] = 4, ["nbformat_minor"] = 4 }.ToJsonString());

    public static JsonNode Code(string source, params string[] tags) => new JsonObject
    {
        ["cell_type"] = "code",
        ["execution_count"] = null,
        ["metadata"] = tags.Length == 0 ? [] : new JsonObject { ["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode)tag)]) },
        ["outputs"] = new JsonArray(),
        ["source"] = source,
    };

    public static JsonNode Markdown(string source) => new JsonObject { ["cell_type"] = "markdown", ["metadata"] = new JsonObject(), ["source"] = source };
}
