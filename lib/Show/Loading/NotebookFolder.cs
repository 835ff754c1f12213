using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace CowNotebooks.Show.Loading;

/// <summary>
/// Loads Plotly.NET from this library's folder, with what it needs, in notebook engines that know only the path of this library.
/// <code>
/// the engine's contexts     the engine, its own FSharp.Core, CowNotebooks.*
///   | Default.Resolving, which the runtime asks before a context's own
///   v
/// "plotly" context          Plotly.NET and what it needs, its newer FSharp.Core among them
/// </code>
/// Other assemblies are left to the engine: one that is loaded twice has each of its types twice.
/// <para>
/// Plotly.NET 6.0.0 is compiled against FSharp.Core 10.1; the last .NET Interactive (Microsoft.dotnet-interactive 1.0.712001, net10.0) has loaded 10.0 by then.
/// Giraffe.ViewEngine would get the one and Plotly.NET the other: without this class the first chart there ends in <c>MissingMethodException: Giraffe.ViewEngine.HtmlElements.get_script()</c>,
/// even when a cell references all these files before.
/// </para>
/// </summary>
internal static class NotebookFolder
{
    // In a load context of its own, as the engine may have another version loaded.
    private static readonly HashSet<string> OwnContext =
        ["Plotly.NET", "DynamicObj", "Giraffe.ViewEngine", "FSharp.Core", "Fable.Core", "Newtonsoft.Json"];

    private static readonly string? Folder = Path.GetDirectoryName(typeof(NotebookFolder).Assembly.Location);

#pragma warning disable CA2255 // A notebook calls this library without any start-up of ours: only an initializer runs before its first call.
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
