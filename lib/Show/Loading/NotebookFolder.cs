using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace CowNotebooks.Show.Loading;

/// <summary>
/// Finds what this library needs in its own folder, in kernels that were told of nothing but its path.
/// <code>
/// default context     the kernel, its own FSharp.Core, CowNotebooks.*
///   | Resolving
///   v
/// "plotly" context    Plotly.NET and what it needs, its newer FSharp.Core among them
/// </code>
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
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            PathOf(name) is not { } path ? null
            : OwnContext.Contains(name.Name!) ? plotly.LoadFromAssemblyName(name)
            : context.LoadFromAssemblyPath(path);
    }

    private static string? PathOf(AssemblyName name) =>
        Path.Combine(Folder!, $"{name.Name}.dll") is var path && File.Exists(path) ? path : null;

    private sealed class PlotlyContext() : AssemblyLoadContext("plotly")
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            OwnContext.Contains(assemblyName.Name!) && PathOf(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}
