using System.Reflection;
using System.Runtime.Loader;

namespace CowNotebooks.Engine.Serving;

/// <summary>
/// The load context of the engine and its libraries. The process starts with nothing but CowNotebooks.Engine.dll in the default context, since its deps.json
/// lists nothing else; the same file is then loaded here once more, and all that it needs with it. The default context is the cells'.
/// </summary>
internal sealed class EngineContext() : AssemblyLoadContext("engine")
{
    /// <summary>Serves cells until the requests end. Call it from the default context.</summary>
    public static void Serve()
    {
        CellInterrupt.Listen();
        var engine = new EngineContext().LoadFromAssemblyPath(typeof(EngineContext).Assembly.Location);
        var host = engine.GetType($"{typeof(EngineContext).Namespace}.{nameof(EngineHost)}", throwOnError: true)!;
        host.GetMethod(nameof(EngineHost.Serve))!.CreateDelegate<Action>()();
    }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        Path.Combine(AppContext.BaseDirectory, $"{assemblyName.Name}.dll") is var path && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
}
