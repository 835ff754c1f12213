using System.Text;
using CowNotebooks.Notebooks;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;

namespace CowNotebooks.Engine.Execution;

/// <summary>Executes the <c>#r</c> lines of cells: libraries by path, packages by name.</summary>
/// <param name="libraries">The libraries loaded so far.</param>
/// <param name="folder">The notebook's folder.</param>
internal sealed class ReferenceDirectives(ReferencedLibraries libraries, string folder)
{
    private readonly List<PackageDirective> _packages = [];

    /// <summary>Loads the library or package of a directive.</summary>
    /// <param name="file">The text between its quotes.</param>
    /// <param name="baseFolder">The folder to which a path is relative.</param>
    /// <param name="options">The options to compile cells with.</param>
    /// <param name="interrupt">Gives up a restore.</param>
    /// <returns>The options from now on.</returns>
    /// <exception cref="NotebookException">It cannot be executed.</exception>
    public ScriptOptions Follow(string file, string baseFolder, ScriptOptions options, CancellationToken interrupt)
    {
        if (PackageDirective.Parse(file) is { } package) return FollowPackage(package, options, interrupt);
        // A bare name is one of the runtime's own assemblies, which every cell has.
        if (!file.Contains('/') && RuntimeReferences.PathOf(file.EndsWith(".dll", StringComparison.Ordinal) ? file[..^4] : file) is not null) return options;
        return With(options, Path.GetFullPath(file, baseFolder));
    }

    /// <summary>The code with the directives replaced by spaces: the compiler does not process them.</summary>
    public static string Blank(string code, IEnumerable<ReferenceDirectiveTriviaSyntax> directives)
    {
        var text = new StringBuilder(code);
        foreach (var span in directives.Select(directive => directive.Span))
        {
            for (var at = span.Start; at < span.End; at++)
            {
                if (text[at] is not ('\n' or '\r')) text[at] = ' ';
            }
        }
        return text.ToString();
    }

    // All packages are resolved together again, so that they agree on shared dependencies.
    private ScriptOptions FollowPackage(PackageDirective package, ScriptOptions options, CancellationToken interrupt)
    {
        if (_packages.Contains(package)) return options;
        var all = _packages.Where(known => !known.Name.Equals(package.Name, StringComparison.OrdinalIgnoreCase)).Append(package).ToList();
        var files = Packages.Restore(all, folder, interrupt);
        foreach (var native in files.Native) libraries.LookIn(Path.GetDirectoryName(native)!);
        foreach (var library in files.Libraries) options = With(options, library);
        _packages.Clear();
        _packages.AddRange(all);
        return options;
    }

    private ScriptOptions With(ScriptOptions options, string path)
    {
        var reference = libraries.Load(path);
        return options.MetadataReferences.Contains(reference) ? options : options.AddReferences(reference);
    }
}
