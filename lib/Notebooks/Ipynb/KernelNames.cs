namespace CowNotebooks.Notebooks.Ipynb;

/// <summary>The languages of cells, by the names that .NET Interactive gives its kernels, with their other names.</summary>
internal static class KernelNames
{
    public const string CSharp = "csharp";
    public const string Markdown = "markdown";

    // A cell of these is a command to a laboratory: it means something even when it is empty.
    private static readonly string[] Commands = ["parent", "child", "fork"];

    /// <summary>Name or alias to name. Case counts, as in .NET Interactive.</summary>
    public static IReadOnlyDictionary<string, string> ByAlias { get; } = new Dictionary<string, string>
    {
        [CSharp] = CSharp,
        ["c#"] = CSharp,
        ["C#"] = CSharp,
        ["fsharp"] = "fsharp",
        ["f#"] = "fsharp",
        ["F#"] = "fsharp",
        ["pwsh"] = "pwsh",
        ["powershell"] = "pwsh",
        ["javascript"] = "javascript",
        ["js"] = "javascript",
        [Markdown] = Markdown,
        ["md"] = Markdown,
        ["html"] = "html",
        ["mermaid"] = "mermaid",
        ["http"] = "http",
        ["sql"] = "sql",
        ["kql"] = "kql",
        ["parent"] = "parent",
        ["child"] = "child",
        ["fork"] = "fork",
    };

    /// <summary>The other names of a kernel.</summary>
    public static IReadOnlyCollection<string> AliasesOf(string name) => [.. ByAlias.Where(alias => alias.Value == name && alias.Key != name).Select(alias => alias.Key)];

    /// <summary>Whether an empty cell of this language does something.</summary>
    public static bool IsCommand(string name) => Commands.Contains(name);
}
