using System.Text.Json.Nodes;

namespace CowNotebooks.Notebooks.Ipynb;

/// <summary>The language of the cells that name none, from the metadata that Jupyter and Polyglot Notebooks write into a notebook.</summary>
internal static class NotebookLanguage
{
    /// <summary>What a kernelspec calls the Jupyter kernel for C#.</summary>
    public const string CSharpSpec = KernelPrefix + KernelNames.CSharp;
    private const string KernelPrefix = ".net-";

    // As a kernelspec or a language_info says it.
    private static readonly Dictionary<string, string> Spoken = new(StringComparer.OrdinalIgnoreCase)
    {
        ["C#"] = KernelNames.CSharp,
        ["csharp"] = KernelNames.CSharp,
        ["F#"] = "fsharp",
        ["fsharp"] = "fsharp",
        ["PowerShell"] = "pwsh",
        ["pwsh"] = "pwsh",
    };

    // The kernelspecs that dotnet-interactive installs: kernel, language, name, file extension, lexer.
    private static readonly (string Kernel, string Language, string Name, string Extension, string Lexer)[] Specs =
    [
        (KernelNames.CSharp, "C#", CSharpSpec, ".cs", "csharp"),
        ("fsharp", "F#", ".net-fsharp", ".fs", "fsharp"),
        ("pwsh", "PowerShell", ".net-powershell", ".ps1", "powershell"),
    ];

    /// <summary>The name of a .NET Interactive kernel, such as <c>csharp</c>; null when the notebook is for another kernel. Without any metadata it is C#.</summary>
    public static string? Of(JsonObject metadata)
    {
        if ((Default(metadata["polyglot_notebook"]) ?? Default(metadata["dotnet_interactive"])) is { } named) return KernelNames.ByAlias.GetValueOrDefault(named, named);
        var (kernel, language) = Said(metadata);
        if (kernel?.StartsWith(KernelPrefix, StringComparison.Ordinal) is true && KernelNames.ByAlias.TryGetValue(kernel[KernelPrefix.Length..], out var own)) return own;
        return (language ?? kernel) is { } said ? Spoken.GetValueOrDefault(said) : KernelNames.CSharp;
    }

    /// <summary>What a notebook for another kernel is: its language as a person writes it, and its kernel.</summary>
    public static (string Language, string Kernel) Foreign(JsonObject metadata)
    {
        var (kernel, language) = Said(metadata);
        // A kernel's name is often that of its language with a version: python3, julia-1.10.
        language ??= kernel!.TrimEnd("-.0123456789".ToCharArray()) is { Length: > 0 } word ? word : kernel;
        return ($"{char.ToUpperInvariant(language[0])}{language[1..]}", kernel ?? language);
    }

    /// <summary>Writes the metadata by which both kinds of front end choose kernel and language.</summary>
    /// <param name="metadata">A notebook's metadata.</param>
    /// <param name="kernel">The name of the default kernel.</param>
    /// <param name="info">The kernels that the notebook names itself, or null.</param>
    public static void Write(JsonObject metadata, string kernel, JsonObject? info)
    {
        metadata["kernelspec"] = Kernelspec(kernel);
        metadata["language_info"] = LanguageInfo(kernel);
        info ??= new JsonObject { ["items"] = new JsonArray(new JsonObject { ["aliases"] = new JsonArray(), ["languageName"] = SpecOf(kernel).Language, ["name"] = kernel }) };
        info["defaultKernelName"] = kernel;
        metadata["polyglot_notebook"] = new JsonObject { ["kernelInfo"] = info.DeepClone() };
    }

    /// <summary>What a notebook says of the Jupyter kernel that runs it, and front ends show: display_name, language, name.</summary>
    /// <param name="kernel">The name of a .NET Interactive kernel; one that has no Jupyter kernel of its own counts as C#.</param>
    public static JsonObject Kernelspec(string kernel)
    {
        var spec = SpecOf(kernel);
        return new JsonObject { ["display_name"] = $".NET ({spec.Language})", ["language"] = spec.Language, ["name"] = spec.Name };
    }

    /// <summary>What a notebook, and a Jupyter kernel, say of the language of cells.</summary>
    /// <param name="kernel">As of <see cref="Kernelspec"/>.</param>
    public static JsonObject LanguageInfo(string kernel)
    {
        var spec = SpecOf(kernel);
        return new JsonObject
        {
            ["file_extension"] = spec.Extension,
            ["mimetype"] = $"text/x-{spec.Lexer}",
            ["name"] = spec.Language,
            ["pygments_lexer"] = spec.Lexer,
        };
    }

    private static (string Kernel, string Language, string Name, string Extension, string Lexer) SpecOf(string kernel) =>
        Specs.FirstOrDefault(known => known.Kernel == kernel, Specs[0]);

    private static string? Default(JsonNode? section) => ((section as JsonObject)?["kernelInfo"] as JsonObject)?.Text("defaultKernelName") is { Length: > 0 } name ? name : null;

    // A Polyglot Notebook says "polyglot-notebook" for its language.
    private static (string? Kernel, string? Language) Said(JsonObject metadata)
    {
        var (spec, info) = (metadata["kernelspec"] as JsonObject, metadata["language_info"] as JsonObject);
        var language = Filled(spec, "language") ?? Filled(info, "name");
        return (Filled(spec, "name"), language == "polyglot-notebook" ? null : language);
    }

    private static string? Filled(JsonObject? section, string field) => section?.Text(field) is { Length: > 0 } text ? text : null;
}
