namespace CowNotebooks.Cow;

/// <summary>The notebooks that a command works on.</summary>
internal static class NotebookFiles
{
    /// <summary>The named notebooks; by default all .ipynb of <c>notebooks/</c> in order.</summary>
    /// <exception cref="UsageException">A name is not a notebook, or there is no folder of notebooks.</exception>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> named)
    {
        foreach (var path in named)
        {
            if (path.StartsWith('-')) throw new UsageException($"{path} is not an option of this command. Try --help.");
            if (Directory.Exists(path)) throw new UsageException($"{path} is a folder. Name the notebooks in it.");
            if (Path.GetExtension(path) != ".ipynb" && !IsDib(path)) throw new UsageException($"{path} is not a notebook. Name a file that ends in .ipynb or .dib.");
            if (!File.Exists(path)) throw new UsageException($"There is no notebook {path}. Check the name.");
        }
        if (named.Count > 0) return named;
        var folder = Path.Combine(Root ?? throw new UsageException("There is no folder notebooks/ with notebooks here or above. Go to the repository, or name the notebooks."), "notebooks");
        return [.. Directory.EnumerateFiles(folder, "*.ipynb").Order(StringComparer.Ordinal).Select(path => Path.GetRelativePath(Environment.CurrentDirectory, path))];
    }

    /// <summary>Whether it is a .dib, which holds no outputs.</summary>
    public static bool IsDib(string path) => Path.GetExtension(path) == ".dib";

    /// <summary>The first folder, from the current one upwards, that has notebooks in <c>notebooks/</c>; or null.</summary>
    public static string? Root
    {
        get
        {
            for (var at = new DirectoryInfo(Environment.CurrentDirectory); at is not null; at = at.Parent)
            {
                var notebooks = Path.Combine(at.FullName, "notebooks");
                if (Directory.Exists(notebooks) && Directory.EnumerateFiles(notebooks, "*.ipynb").Any()) return at.FullName;
            }
            return null;
        }
    }
}
