using System.Runtime.InteropServices;
using CowNotebooks.Notebooks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;

namespace CowNotebooks.Engine.Execution;

/// <summary>Executes the <c>#r</c> and <c>#i</c> lines of cells: libraries by path, packages and frameworks by name, sources of packages.</summary>
/// <param name="libraries">The libraries loaded so far.</param>
/// <param name="folder">The notebook's folder.</param>
internal sealed class ReferenceDirectives(ReferencedLibraries libraries, string folder)
{
    private readonly List<PackageDirective> _packages = [];
    private readonly List<string> _sources = [];

    /// <summary>The folders of .NET Interactive's extensions that the packages so far have, in the order in which they came.</summary>
    public List<string> Extensions { get; } = [];

    /// <summary>Loads the library, package or framework of a directive, or notes the source.</summary>
    /// <param name="directive">The directive.</param>
    /// <param name="baseFolder">The folder to which a path is relative.</param>
    /// <param name="options">The options to compile cells with.</param>
    /// <param name="interrupt">Gives up a restore.</param>
    /// <returns>The options from now on.</returns>
    /// <exception cref="NotebookException">It cannot be executed.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public ScriptOptions Follow(ReferenceDirective directive, string baseFolder, ScriptOptions options, CancellationToken interrupt)
    {
        var file = directive.Argument;
        if (directive.IsSource)
        {
            var source = PackageSource.Parse(file, baseFolder);
            if (!_sources.Contains(source)) _sources.Add(source);
            return options;
        }
        if (PackageDirective.Parse(file) is { } package) return FollowPackage(package, options, interrupt);
        // A bare name is one of the runtime's own assemblies, which every cell has, or a framework beside it.
        if (!file.Contains('/'))
        {
            if (RuntimeReferences.PathOf(file.EndsWith(".dll", StringComparison.Ordinal) ? file[..^4] : file) is not null) return options;
            if (FrameworkFiles(file) is { } framework) return framework.Aggregate(options, With);
        }
        return With(options, Path.GetFullPath(file, baseFolder));
    }

    /// <summary>Adds what stands in for a library that the code names and no cell has brought.</summary>
    /// <param name="code">The code of a cell.</param>
    /// <param name="options">The options to compile cells with.</param>
    /// <returns>The options from now on.</returns>
    public ScriptOptions WithFallbacks(string code, ScriptOptions options) =>
        EngineAssemblies.FallbackNames.Where(name => code.Contains(name, StringComparison.Ordinal) && libraries.Probe($"{name}.dll") is null)
            .Aggregate(options, (known, name) => With(known, EngineAssemblies.Fallback(name)!));

    // All packages are resolved together again, so that they agree on shared dependencies.
    private ScriptOptions FollowPackage(PackageDirective package, ScriptOptions options, CancellationToken interrupt)
    {
        if (_packages.Contains(package)) return options;
        var all = _packages.Where(known => !known.Name.Equals(package.Name, StringComparison.OrdinalIgnoreCase)).Append(package).ToList();
        var files = Packages.Restore(all, _sources, folder, interrupt);
        foreach (var native in files.Native) libraries.LookIn(Path.GetDirectoryName(native)!);
        foreach (var library in files.Libraries) options = With(options, library);
        _packages.Clear();
        _packages.AddRange(all);
        Extensions.AddRange(files.Extensions.Except(Extensions));
        return options;
    }

    // Microsoft.AspNetCore.App lies beside Microsoft.NETCore.App, in the version of the runtime or the newest.
    private static IEnumerable<string>? FrameworkFiles(string name)
    {
        var runtime = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
        var versions = Path.GetFullPath($"../../{name}", runtime);
        if (!name.EndsWith(".App", StringComparison.Ordinal)) return null;
        var same = Path.Combine(versions, Path.GetFileName(runtime));
        var version = Directory.Exists(same) ? same : Directory.Exists(versions) ? InstalledVersions.Newest(Directory.GetDirectories(versions)) : null;
        if (version is null)
            throw new NotebookException($"The framework {name} is not installed beside the runtime ({versions}).", "Install it, for instance the package aspnetcore-runtime-10.0.");
        return Directory.GetFiles(version, "*.dll").Where(file => RuntimeReferences.PathOf(Path.GetFileNameWithoutExtension(file)) is null);
    }

    private ScriptOptions With(ScriptOptions options, string path)
    {
        var reference = libraries.Load(path);
        return options.MetadataReferences.Contains(reference) ? options : options.AddReferences(reference);
    }
}
