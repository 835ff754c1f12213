using System.Text.Encodings.Web;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Directives;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace CowNotebooks.Engine.Hosting.Kernels;

/// <summary>A kernel whose code is not run but shown: the front end draws it.</summary>
internal sealed class TextKernel : Kernel, IKernelCommandHandler<SubmitCode>
{
    private const string MermaidScript = "https://cdn.jsdelivr.net/npm/mermaid@10.6.1/dist/mermaid.esm.min.mjs";

    private readonly Func<SubmitCode, IReadOnlyList<FormattedValue>> _show;

    private TextKernel(string name, string language, string description, Func<SubmitCode, IReadOnlyList<FormattedValue>> show)
        : base(name)
    {
        _show = show;
        KernelInfo.LanguageName = language;
        KernelInfo.Description = description;
    }

    /// <summary>The kernel <c>markdown</c>.</summary>
    public static TextKernel Markdown() => new("markdown", "Markdown", "Show text that is written in Markdown", command => [new FormattedValue("text/markdown", command.Code)]);

    /// <summary>The kernel <c>javascript</c>: a script element, which the front end runs.</summary>
    public static TextKernel JavaScript() => new("javascript", "JavaScript", "Run JavaScript in the front end",
        command => [new FormattedValue("text/html", $"<script type=\"text/javascript\">{command.Code}</script>"), new FormattedValue("text/plain", command.Code)]);

    /// <summary>The kernel <c>mermaid</c>: a diagram as HTML that fetches mermaid, and as its source for what draws it offline.</summary>
    public static TextKernel Mermaid()
    {
        var kernel = new TextKernel("mermaid", "Mermaid", "Draw a diagram that is written in Mermaid", command =>
            [new FormattedValue("text/html", MermaidHtml(command)), new FormattedValue("text/vnd.mermaid", command.Code), new FormattedValue("text/plain", command.Code)]);
        string[] options = ["--display-width", "--display-height", "--display-background-color"];
        foreach (var option in options) kernel.KernelSpecifierDirective.Parameters.Add(new KernelDirectiveParameter(option));
        return kernel;
    }

    Task IKernelCommandHandler<SubmitCode>.HandleAsync(SubmitCode command, KernelInvocationContext context)
    {
        context.Publish(new DisplayedValueProduced(command.Code, command, _show(command), Guid.NewGuid().ToString()));
        return Task.CompletedTask;
    }

    // As .NET Interactive writes it: the module is imported where the diagram stands.
    private static string MermaidHtml(SubmitCode command)
    {
        var (id, background) = (Guid.NewGuid().ToString("N"), Option("--display-background-color", "white"));
        var size = string.Concat(Size("width"), Size("height"));
        return $$"""
            <div class="mermaidMarkdownContainer" style="background-color:{{HtmlEncoder.Default.Encode(background)}}">
            <div id="{{id}}" style="{{size}}"></div>
            <script type="module">
            import mermaid from '{{MermaidScript}}';
            const {svg, bindFunctions} = await mermaid.mermaidAPI.render('mermaid_{{id}}', "{{JavaScriptEncoder.Default.Encode(command.Code)}}");
            const target = document.getElementById('{{id}}');
            target.innerHTML = svg;
            bindFunctions?.(target);
            </script>
            </div>
            """;

        string Option(string name, string otherwise) => command.Parameters.TryGetValue(name, out var given) && given.Length > 0 ? given : otherwise;

        string Size(string side) => Option($"--display-{side}", "") is { Length: > 0 } given ? $"{side}:{HtmlEncoder.Default.Encode(given)};" : "";
    }
}
