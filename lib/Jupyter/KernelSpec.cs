using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CowNotebooks.Lab.Starting;
using CowNotebooks.Notebooks;
using CowNotebooks.Notebooks.Ipynb;

namespace CowNotebooks.Jupyter;

/// <summary>
/// The folder by which front ends find a Jupyter kernel: <c>kernels/NAME/</c> with <c>kernel.json</c> and a logo
/// (https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs).
/// </summary>
public static partial class KernelSpec
{
    /// <summary>The name in the notebooks' metadata, which is also that of .NET Interactive's C# kernel.</summary>
    public const string DefaultName = NotebookLanguage.CSharpSpec;

    // This key in kernel.json's metadata marks a folder as created by this program.
    private const string Mark = "cow";
    private static readonly string[] Logos = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the folder, overwriting one that this program wrote.</summary>
    /// <param name="kernels">The folder of all kernels, for instance <c>~/.local/share/jupyter/kernels</c>.</param>
    /// <param name="name">The name of the Jupyter kernel in notebooks.</param>
    /// <param name="command">The command that starts it, without its last argument, the connection file.</param>
    /// <param name="force">True to overwrite another program's Jupyter kernel as well.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="NotebookException">The name is invalid, the folder is another program's, or it cannot be written.</exception>
    public static string Install(string kernels, string name, IReadOnlyList<string> command, bool force)
    {
        var folder = Folder(kernels, name);
        if (Exists(folder) && !IsOurs(folder) && !force)
            throw new NotebookException($"{folder} belongs to another program.", "Overwrite it with --force, or choose another name with --name.");
        foreach (var logo in Logos)
        {
            using var stream = typeof(KernelSpec).Assembly.GetManifestResourceStream(logo)!;
            WholeFile.Write(Path.Combine(folder, logo), stream);
        }
        WholeFile.Write(Path.Combine(folder, "kernel.json"), Json(command, NotebookLanguage.Kernelspec(KernelNames.CSharp)).ToJsonString(Indented) + "\n");
        return folder;
    }

    /// <summary>Removes the folder.</summary>
    /// <param name="kernels">The folder of all kernels.</param>
    /// <param name="name">The name of the Jupyter kernel in notebooks.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="NotebookException">It is missing, it is another program's, or it cannot be removed.</exception>
    public static string Uninstall(string kernels, string name)
    {
        var folder = Folder(kernels, name);
        if (!Exists(folder)) throw new NotebookException($"There is no kernel {folder}.", "Name the place it was installed to: --user, --prefix or --sys-prefix.");
        if (!IsOurs(folder)) throw new NotebookException($"{folder} belongs to another program.", "Remove it with that program.");
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{folder} cannot be removed: {error.Message}", "Remove it as its owner.", error);
        }
        return folder;
    }

    private static string Folder(string kernels, string name) => ValidName().IsMatch(name)
        ? Path.Combine(kernels, name)
        : throw new NotebookException($"'{name}' cannot be a kernel's name.", "Use letters, digits, '.', '-' and '_'.");

    // The same names as in the notebooks.
    private static JsonObject Json(IReadOnlyList<string> command, JsonObject notebooks) => new()
    {
        ["argv"] = new JsonArray([.. command.Append("{connection_file}").Select(word => (JsonNode)word)]),
        // An installed tool's command looks for the runtime there first; a front end may be started without this user's settings.
        ["env"] = new JsonObject { ["DOTNET_ROOT"] = Path.GetDirectoryName(DotNetHost.Path()) },
        ["display_name"] = notebooks["display_name"]!.DeepClone(),
        ["language"] = notebooks["language"]!.DeepClone(),
        ["interrupt_mode"] = "message",
        ["metadata"] = new JsonObject { ["debugger"] = false, [Mark] = typeof(KernelSpec).Assembly.GetName().Version!.ToString(3) },
    };

    // A dangling link counts as well, so Path.Exists.
    private static bool Exists(string folder) => Path.Exists(folder);

    private static bool IsOurs(string folder)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json")))?["metadata"]?[Mark] is not null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    // Not "." or "..": those are folders of others.
    [GeneratedRegex(@"^(?!\.+\z)[A-Za-z0-9._-]+\z")]
    private static partial Regex ValidName();
}
