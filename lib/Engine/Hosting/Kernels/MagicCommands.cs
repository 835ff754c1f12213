using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Directives;

namespace CowNotebooks.Engine.Hosting.Kernels;

/// <summary>The magic commands that .NET Interactive keeps in its tool and not in its packages.</summary>
internal static class MagicCommands
{
    /// <summary>Adds <c>#!lsmagic</c>, <c>#!about</c> and <c>#!time</c>.</summary>
    public static CompositeKernel UseToolCommands(this CompositeKernel root)
    {
        root.AddDirective(Command("#!lsmagic", "List the available magic commands / directives"), (_, context) => ListAsync(root, context));
        root.AddDirective(Command("#!about", "Show version and build information"), (_, context) => AboutAsync(context));
        // The runner of cells measures: this line only names the command.
        root.AddDirective(Command("#!time", "Time the execution of the following code in the submission."), (_, _) => Task.CompletedTask);
        return root;
    }

    private static KernelActionDirective Command(string name, string description) => new(name) { Description = description };

    private static Task ListAsync(CompositeKernel root, KernelInvocationContext context)
    {
        foreach (var kernel in root.ChildKernels.Prepend(root))
        {
            var directives = kernel.KernelInfo.SupportedDirectives.Where(directive => !directive.Hidden).OrderBy(directive => directive.Name, StringComparer.Ordinal).ToList();
            if (directives.Count == 0) continue;
            var html = new StringBuilder($"<div><h3>{kernel.Name} kernel</h3><dl>");
            foreach (var directive in directives)
                html.Append($"<dt><code style=\"color:#512bd4\">{WebUtility.HtmlEncode(directive.Name)}</code></dt><dd>{WebUtility.HtmlEncode(directive.Description)}</dd>");
            context.Display(new HtmlString(html.Append("</dl></div>").ToString()), "text/html");
        }
        return Task.CompletedTask;
    }

    private static Task AboutAsync(KernelInvocationContext context)
    {
        (string Name, string Value)[] facts =
        [
            ("CowNotebooks engine", Version(typeof(MagicCommands))), (".NET Interactive library", Version(typeof(Kernel))),
            ("Roslyn", Version(typeof(Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree))), ("Runtime", RuntimeInformation.FrameworkDescription), ("System", RuntimeInformation.OSDescription),
        ];
        var rows = facts.Select(fact => $"<tr><th style=\"text-align:left\">{fact.Name}</th><td>{WebUtility.HtmlEncode(fact.Value)}</td></tr>");
        context.Display(new HtmlString($"<table><tbody>{string.Concat(rows)}</tbody></table>"), "text/html");
        return Task.CompletedTask;
    }

    private static string Version(Type type) => type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
