using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace CowNotebooks.Engine.Serving;

/// <summary>
/// The load context of the engine and its libraries. The process starts with nothing but CowNotebooks.Engine.dll in the default context, since its deps.json
/// lists nothing else; the same file is then loaded here once more, and all that it needs with it. The default context is the cells'.
/// What the first cell takes was compiled when it was built, for one kind of processor: that file goes before the original (AheadOfTime.targets).
/// </summary>
internal sealed class EngineContext() : AssemblyLoadContext("engine")
{
    /// <summary>Serves cells until the requests end. Call it from the default context.</summary>
    public static void Serve()
    {
        CellInterrupt.Listen();
        var engine = new EngineContext().LoadFromAssemblyName(typeof(EngineContext).Assembly.GetName());
        var host = engine.GetType($"{typeof(EngineContext).Namespace}.{nameof(EngineHost)}", throwOnError: true)!;
        host.GetMethod(nameof(EngineHost.Serve))!.CreateDelegate<Action>()();
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var original = Path.Combine(AppContext.BaseDirectory, $"{assemblyName.Name}.dll");
        // Code for another processor cannot be loaded at all.
        var ahead = Path.Combine(AppContext.BaseDirectory, "ahead", RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(), $"{assemblyName.Name}.dll");
        return File.Exists(ahead) ? LoadFromAssemblyPath(ahead) : File.Exists(original) ? LoadFromAssemblyPath(original) : null;
    }
}
