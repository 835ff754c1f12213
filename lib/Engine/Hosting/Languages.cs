using CowNotebooks.Notebooks;
using CowNotebooks.Notebooks.Ipynb;

namespace CowNotebooks.Engine.Hosting;

/// <summary>The languages of cells by the names that notebooks use.</summary>
internal static class Languages
{
    public const string CSharp = KernelNames.CSharp;

    /// <summary>The part of a .dib file that holds data about the notebook: neither run nor shown.</summary>
    public const string Meta = Dib.Meta;

    // By the name of their kernel, or what people write for a language that .NET Interactive does not have.
    private static readonly Dictionary<string, (string Name, string Instead)> Unknown = new(StringComparer.OrdinalIgnoreCase)
    {
        ["fsharp"] = ("F#", "Write the cell in C#"),
        ["pwsh"] = ("PowerShell", "Write the cell in C#, for instance with System.Diagnostics.Process.Start(\"sh\", [\"-c\", \"…\"])"),
        ["sql"] = ("SQL", "Query from C# with a database's own package, for instance #r \"nuget: Microsoft.Data.Sqlite\""),
        ["kql"] = ("KQL", "Query from C# with #r \"nuget: Microsoft.Azure.Kusto.Data\""),
        ["http"] = ("HTTP requests", "Send them from C# with System.Net.Http.HttpClient"),
        ["python"] = ("Python", "Write the cell in C#"),
        ["r"] = ("R", "Write the cell in C#"),
    };

    /// <summary>Whether the name is C#'s.</summary>
    public static bool IsCSharp(string name) => KernelNames.ByAlias.GetValueOrDefault(name) == CSharp;

    /// <summary>The sentence that refuses a known language that this engine does not run; null for any other word.</summary>
    public static string? Refusal(string name) =>
        Unknown.TryGetValue(KernelNames.ByAlias.GetValueOrDefault(name.ToLowerInvariant(), name), out var language)
            ? $"#!{name}: this engine runs C#, not {language.Name}. {language.Instead}, or delete it." : null;
}
