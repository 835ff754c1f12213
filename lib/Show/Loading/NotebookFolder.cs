using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace CowNotebooks.Show.Loading;

/// <summary>
/// Loads Plotly.NET from this library's folder, with what it needs, in kernels that were told of nothing but this library's path.
/// <code>
/// the kernel's contexts     the kernel, its own FSharp.Core, CowNotebooks.*
///   | Default.Resolving, which the runtime asks before a context's own
///   v
/// "plotly" context          Plotly.NET and what it needs, its newer FSharp.Core among them
/// </code>
/// For any other name it has no answer: a kernel finds that itself, and what it loads once more is another type.
/// </summary>
internal static class NotebookFolder
{
    // Plotly.NET needs a newer FSharp.Core than some kernels have loaded, and a process has one assembly of a name in a context.
    private static readonly HashSet<string> OwnContext =
        ["Plotly.NET", "DynamicObj", "Giraffe.ViewEngine", "FSharp.Core", "Fable.Core", "Newtonsoft.Json"];

    private static readonly string? Folder = Path.GetDirectoryName(typeof(NotebookFolder).Assembly.Location);

#pragma warning disable CA2255 // A notebook calls this library without any start-up of ours: nothing else runs early enough.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Open()
    {
        if (string.IsNullOrEmpty(Folder)) return;
        var plotly = new PlotlyContext();
        AssemblyLoadContext.Default.Resolving += (_, name) =>
            PathOf(name) is null ? null : plotly.LoadFromAssemblyName(name);
    }

    private static string? PathOf(AssemblyName name) =>
        OwnContext.Contains(name.Name!) && Path.Combine(Folder!, $"{name.Name}.dll") is var path && File.Exists(path) ? path : null;

    private sealed class PlotlyContext() : AssemblyLoadContext("plotly")
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            PathOf(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}
