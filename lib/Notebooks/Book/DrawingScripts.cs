namespace CowNotebooks.Notebooks.Book;

/// <summary>
/// What this machine has to draw formulas and diagrams with. A book has no third-party script of its own: it takes a copy of what is installed, and shows the
/// source where nothing is.
/// </summary>
/// <param name="Katex">The folder of KaTeX with <c>katex.min.js</c>, <c>katex.min.css</c> and <c>fonts/</c>, or null.</param>
/// <param name="Mermaid">The file <c>mermaid.min.js</c>, or null.</param>
public sealed record DrawingScripts(string? Katex, string? Mermaid)
{
    // Where npm install -g puts packages, and where Debian puts the packages node-*.
    private static readonly string[] SystemModules = ["/usr/local/lib/node_modules", "/usr/lib/node_modules", "/usr/share/nodejs"];

    // Debian's packages libjs-*.
    private const string Javascript = "/usr/share/javascript";

    /// <summary>
    /// Looks in <c>node_modules</c> of each folder and of those above it, in <c>NODE_PATH</c>, in Debian's <c>/usr/share/javascript</c> and where npm installs for
    /// everybody: the first that has the files is taken.
    /// </summary>
    /// <param name="folders">The folders of the notebooks.</param>
    public static DrawingScripts Find(params IEnumerable<string> folders)
    {
        var modules = folders.SelectMany(Above).Select(folder => Path.Combine(folder, "node_modules"))
            .Concat((Environment.GetEnvironmentVariable("NODE_PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)).Distinct().ToList();
        return new(
            Candidates(modules, "katex").FirstOrDefault(folder => File.Exists(Path.Combine(folder, "katex.min.js")) && File.Exists(Path.Combine(folder, "katex.min.css"))),
            Candidates(modules, "mermaid").Select(folder => Path.Combine(folder, "mermaid.min.js")).FirstOrDefault(File.Exists));
    }

    private static IEnumerable<string> Candidates(IEnumerable<string> modules, string package) =>
        [.. modules.Select(folder => Path.Combine(folder, package, "dist")), Path.Combine(Javascript, package), .. SystemModules.Select(folder => Path.Combine(folder, package, "dist"))];

    private static IEnumerable<string> Above(string folder)
    {
        for (var at = new DirectoryInfo(Path.GetFullPath(folder)); at is not null; at = at.Parent) yield return at.FullName;
    }
}
