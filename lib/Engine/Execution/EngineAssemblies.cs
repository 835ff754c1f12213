using System.Reflection;
using System.Runtime.Loader;

namespace CowNotebooks.Engine.Execution;

/// <summary>
/// What cells can have of the engine's own folder. The engine and its libraries live in a load context of their own, so that a cell may load any version
/// of any library. Two kinds of file are handed over:
/// <code>
///  shared     the engine's own assembly, so that cells and engine mean the same types       Kernel, Formatter, IHtmlContent
///  fallback   a second copy, for a cell that has brought none: .NET Interactive's cells      Newtonsoft.Json, System.Reactive
///             can use these without #r. The version that a cell asks for goes before.
/// </code>
/// </summary>
internal static class EngineAssemblies
{
    private static readonly string[] SharedNames =
    [
        "Microsoft.DotNet.Interactive", "Microsoft.DotNet.Interactive.Formatting", "Microsoft.DotNet.Interactive.Documents", "Microsoft.AspNetCore.Html.Abstractions",
    ];

    /// <summary>The assemblies whose types cells and engine share.</summary>
    public static IEnumerable<Assembly> AllShared => SharedNames.Select(name => Shared(name)!);

    /// <summary>The names of what stands in for a library that no cell has brought.</summary>
    public static IReadOnlyList<string> FallbackNames { get; } = ["Newtonsoft.Json", "System.Reactive"];

    /// <summary>The engine's own assembly of this name when cells share it, else null.</summary>
    public static Assembly? Shared(string name) =>
        SharedNames.Contains(name) ? AssemblyLoadContext.GetLoadContext(typeof(EngineAssemblies).Assembly)!.LoadFromAssemblyName(new AssemblyName(name)) : null;

    /// <summary>The file that stands in for an assembly that no cell has brought, else null.</summary>
    public static string? Fallback(string name) => FallbackNames.Contains(name) ? Path.Combine(AppContext.BaseDirectory, $"{name}.dll") : null;
}
