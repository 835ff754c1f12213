using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CowNotebooks.Lab.Starting;
using CowNotebooks.Notebooks;

namespace CowNotebooks.Jupyter;

/// <summary>
/// The folder by which Jupyter front ends know a kernel: <c>kernels/NAME/</c> with <c>kernel.json</c> and a logo
/// (https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs).
/// </summary>
public static partial class KernelSpec
{
    /// <summary>The name that the notebooks carry, and .NET Interactive's C# kernel too.</summary>
    public const string DefaultName = ".net-csharp";

    // By this key in kernel.json's metadata a folder is known to be ours.
    private const string Mark = "cow";
    private static readonly string[] Logos = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the folder, over an older one of ours.</summary>
    /// <param name="kernels">The folder of all kernels, for instance <c>~/.local/share/jupyter/kernels</c>.</param>
    /// <param name="name">What notebooks call the kernel.</param>
    /// <param name="command">What starts it, without the connection file, which comes last.</param>
    /// <param name="force">Writes it over another program's kernel as well.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="NotebookException">The name does not fit, it is another program's, or it cannot be written.</exception>
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
        WholeFile.Write(Path.Combine(folder, "kernel.json"), Json(command).ToJsonString(Indented) + "\n");
        return folder;
    }

    /// <summary>Removes the folder.</summary>
    /// <param name="kernels">The folder of all kernels.</param>
    /// <param name="name">What notebooks call the kernel.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="NotebookException">It is not there, it is another program's, or it cannot be removed.</exception>
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

    private static JsonObject Json(IReadOnlyList<string> command) => new()
    {
        ["argv"] = new JsonArray([.. command.Append("{connection_file}").Select(word => (JsonNode)word)]),
        // For a tool's command, which looks for the runtime there first; a front end may be started without this user's settings.
        ["env"] = new JsonObject { ["DOTNET_ROOT"] = Path.GetDirectoryName(DotNetHost.Path()) },
        ["display_name"] = ".NET (C#)",
        ["language"] = "C#",
        ["interrupt_mode"] = "message",
        ["metadata"] = new JsonObject { ["debugger"] = false, [Mark] = typeof(KernelSpec).Assembly.GetName().Version!.ToString(3) },
    };

    // Path.Exists: a dangling link counts as well.
    private static bool Exists(string folder) => Directory.Exists(folder) || Path.Exists(folder);

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

    [GeneratedRegex("^[A-Za-z0-9._-]+$")]
    private static partial Regex ValidName();
}
