using System.Reflection;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;

namespace CowNotebooks.Engine.Hosting;

/// <summary>Extensions for .NET Interactive, which a package keeps in the folder interactive-extensions/dotnet.</summary>
internal static class Extensions
{
    /// <summary>Loads the extensions of a folder: the classes of its assemblies that are extensions, then its extension.dib.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="load">Loads an assembly for the cells.</param>
    /// <param name="root">What they extend.</param>
    /// <param name="context">The command that brought the package.</param>
    /// <exception cref="KernelExtensionLoadException">An extension throws.</exception>
    public static async Task LoadAsync(string folder, Func<string, Assembly> load, Kernel root, KernelInvocationContext context)
    {
        foreach (var file in Directory.GetFiles(folder, "*.dll"))
        {
            foreach (var type in load(file).GetExportedTypes().Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false } && type.IsAssignableTo(typeof(IKernelExtension))))
            {
                var extension = (IKernelExtension)Activator.CreateInstance(type)!;
                await extension.OnLoadAsync(root).ConfigureAwait(false);
                context.Publish(new KernelExtensionLoaded(extension, context.Command));
            }
        }
        var script = new FileInfo(Path.Combine(folder, "extension.dib"));
        if (script.Exists) await root.LoadAndRunInteractiveDocument(script, context.Command).ConfigureAwait(false);
    }
}
