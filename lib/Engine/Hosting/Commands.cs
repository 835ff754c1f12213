using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Directives;

namespace CowNotebooks.Engine.Hosting;

/// <summary>The <c>#!</c> commands that there are at present: kernels and magic commands, with those that cells and extensions have added.</summary>
internal static class Commands
{
    /// <summary>The name of the kernel that the word selects; null when it selects none.</summary>
    public static string? Selected(CompositeKernel root, string word) =>
        word == Languages.Meta ? word
        : root.KernelInfo.SupportedDirectives.OfType<KernelSpecifierDirective>().FirstOrDefault(directive => directive.Name == $"#!{word}")?.KernelName;

    /// <summary>Whether the word is a magic command of the kernel or of all.</summary>
    public static bool IsAction(CompositeKernel root, string kernel, string word) =>
        Infos(root, kernel).SelectMany(info => info.SupportedDirectives).Any(directive => directive is KernelActionDirective && directive.Name == $"#!{word}");

    /// <summary>All that a person can write, in alphabetical order.</summary>
    public static IReadOnlyList<string> All(CompositeKernel root) =>
        [.. Infos(root, Languages.CSharp).SelectMany(info => info.SupportedDirectives).Where(directive => !directive.Hidden && directive.Name.StartsWith("#!", StringComparison.Ordinal))
            .Select(directive => directive.Name).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>A sentence that names them.</summary>
    public static string Sentence(CompositeKernel root)
    {
        var all = All(root);
        return $"The commands are {string.Join(", ", all.SkipLast(1))} and {all[^1]}.";
    }

    private static IEnumerable<KernelInfo> Infos(CompositeKernel root, string kernel) =>
        root.ChildKernels.TryGetByAlias(kernel, out var child) ? [child.KernelInfo, root.KernelInfo] : [root.KernelInfo];
}
