namespace CowNotebooks.Jupyter;

/// <summary>Where Jupyter looks for kernels (https://docs.jupyter.org/en/latest/use/jupyter-directories.html).</summary>
public static class KernelFolders
{
    // Set by an active Python environment of venv or conda.
    private static readonly string[] Environments = ["VIRTUAL_ENV", "CONDA_PREFIX"];

    /// <summary>This user's: JUPYTER_DATA_DIR, or <c>jupyter</c> in XDG_DATA_HOME, or <c>~/.local/share/jupyter</c>.</summary>
    public static string User()
    {
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } data) return Path.Combine(data, "kernels");
        var share = Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg
            ? xdg : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share");
        return Path.Combine(share, "jupyter", "kernels");
    }

    /// <summary>Those of an installation: <c>share/jupyter/kernels</c> below it.</summary>
    /// <param name="prefix">For instance <c>/usr/local</c>.</param>
    public static string Below(string prefix) => Path.Combine(Path.GetFullPath(prefix), "share", "jupyter", "kernels");

    /// <summary>The folders in which Jupyter looks, in order of precedence. Of Python environments, only the active one is included.</summary>
    public static IReadOnlyList<string> All()
    {
        var path = (Environment.GetEnvironmentVariable("JUPYTER_PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, "kernels"));
        var environment = Environments.Select(Environment.GetEnvironmentVariable).OfType<string>().Where(prefix => prefix.Length > 0).Select(Below);
        return [.. path, User(), .. environment, Below("/usr/local"), Below("/usr")];
    }
}
