using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using CowNotebooks.Notebooks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace CowNotebooks.Engine.Execution;

/// <summary>
/// The libraries that cells name with <c>#r</c>. They are loaded into the default context before the scripting host sees them, which would give
/// each a context of its own and load shared dependencies twice. Their dependencies are looked up in their folders.
/// </summary>
internal sealed class ReferencedLibraries
{
    private readonly List<string> _folders = [];
    private readonly Dictionary<string, MetadataReference> _references = [];

    public ReferencedLibraries()
    {
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Probe($"{name.Name}.dll") is { } path ? context.LoadFromAssemblyPath(path) : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            ProbeNative(name) is { } path && NativeLibrary.TryLoad(path, out var library) ? library : 0;
        foreach (var assembly in new[] { typeof(CellFunctions).Assembly, typeof(Microsoft.DotNet.Interactive.Kernel).Assembly, typeof(Microsoft.DotNet.Interactive.Formatting.Formatter).Assembly, typeof(Microsoft.AspNetCore.Html.IHtmlContent).Assembly })
            Loader.RegisterDependency(assembly);
    }

    /// <summary>The scripting host's loader, which knows every library loaded here.</summary>
    public InteractiveAssemblyLoader Loader { get; } = new();

    /// <summary>Loads the library and returns the reference to compile with.</summary>
    /// <param name="path">The full path of the DLL.</param>
    /// <exception cref="NotebookException">It is missing, not a .NET assembly, or newer than the one the engine itself uses.</exception>
    public MetadataReference Load(string path)
    {
        if (_references.TryGetValue(path, out var known)) return known;
        if (!File.Exists(path))
            throw new NotebookException($"There is no library {path}.", "Build the project that makes it (dotnet build) or correct the path.");
        AssemblyName name;
        try
        {
            name = AssemblyName.GetAssemblyName(path);
        }
        catch (BadImageFormatException error)
        {
            throw new NotebookException($"{path} is no .NET assembly.", "Reference the managed DLL; native ones are found beside it.", error);
        }
        LookIn(Path.GetDirectoryName(path)!);
        var assembly = LoadOnce(path, name);
        Loader.RegisterDependency(assembly);
        var location = assembly.Location.Length > 0 ? assembly.Location : path;
        var words = Path.ChangeExtension(location, ".xml");
        return _references[path] = MetadataReference.CreateFromFile(location, documentation: File.Exists(words) ? XmlDocumentationProvider.CreateFromFile(words) : null);
    }

    /// <summary>Also looks up dependencies of libraries in this folder.</summary>
    public void LookIn(string folder)
    {
        if (!_folders.Contains(folder)) _folders.Add(folder);
    }

    /// <summary>The file in one of the libraries' folders, or null.</summary>
    public string? Probe(string file) =>
        _folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    // The default context has one assembly per name: the first that was loaded, or the engine's own.
    private static Assembly LoadOnce(string path, AssemblyName wanted)
    {
        var loaded = AssemblyLoadContext.Default.Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == wanted.Name);
        if (loaded is null && RuntimeReferences.PathOf(wanted.Name!) is not null) loaded = Assembly.Load(new AssemblyName(wanted.Name!));
        if (loaded is null) return AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
        if (loaded.GetName().Version < wanted.Version)
        {
            throw new NotebookException(
                $"{wanted.Name} {wanted.Version} cannot be loaded: version {loaded.GetName().Version} is in use already.",
                "Use that version or an older one.");
        }
        return loaded;
    }

    private string? ProbeNative(string name)
    {
        string[] files = [name, $"{name}.so", $"lib{name}.so", $"lib{name}"];
        string[] places = ["", $"runtimes/{RuntimeInformation.RuntimeIdentifier}/native", $"runtimes/linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}/native"];
        return _folders.SelectMany(folder => places.SelectMany(place => files.Select(file => Path.Combine(folder, place, file)))).FirstOrDefault(File.Exists);
    }
}
