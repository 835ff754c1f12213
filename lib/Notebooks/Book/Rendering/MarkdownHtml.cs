using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Helpers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>The markdown of one page: headings get anchors that are unique on it, links stay within the book.</summary>
internal sealed partial class MarkdownHtml(LocalLinks links)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseEmphasisExtras().UseAutoLinks().UseFootnotes().UseTaskLists().Build();

    private readonly HashSet<string> _anchors = [];

    /// <summary>One markdown cell as HTML.</summary>
    /// <param name="source">CommonMark.</param>
    /// <param name="attachments">The cell's attachments: name, MIME type, base64.</param>
    public string Of(string source, JsonObject? attachments = null)
    {
        var document = Markdown.Parse(source, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToList()) Lead(link, attachments);
        foreach (var html in document.Descendants<HtmlInline>()) html.Tag = Lead(html.Tag);
        foreach (var html in document.Descendants<HtmlBlock>()) html.Lines = new StringLineGroup(Lead(html.Lines.ToString()));
        foreach (var heading in document.Descendants<HeadingBlock>()) Anchor(heading);
        using var text = new StringWriter();
        var renderer = new HtmlRenderer(text);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new HighlightedCode());
        renderer.Render(document);
        return text.ToString().Replace("<table>", "<div class=\"scroll\"><table>", StringComparison.Ordinal).Replace("</table>", "</table></div>", StringComparison.Ordinal);
    }

    /// <summary>The first heading as plain text, or null.</summary>
    public static string? FirstHeading(string source) => First<HeadingBlock>(source);

    /// <summary>The first paragraph as plain text, or null.</summary>
    public static string? FirstParagraph(string source) => First<ParagraphBlock>(source);

    private static string? First<T>(string source)
        where T : LeafBlock => Markdown.Parse(source, Pipeline).OfType<T>().FirstOrDefault()?.Inline is { } inline ? PlainText(inline).Trim() : null;

    private void Lead(LinkInline link, JsonObject? attachments)
    {
        var url = link.Url ?? "";
        if (url.StartsWith("attachment:", StringComparison.Ordinal))
        {
            var file = attachments?[Uri.UnescapeDataString(url["attachment:".Length..])] as JsonObject;
            link.Url = file?.FirstOrDefault() is { Key: { } mime, Value: { } data } ? $"data:{mime};base64,{data.ToString().ReplaceLineEndings("")}" : "";
        }
        else if (links.Resolve(url) is { } local)
        {
            link.Url = local;
            // A remote picture would be missing offline, so it becomes a link to its address.
            if (link.IsImage && LocalLinks.IsRemote(local)) link.IsImage = false;
        }
        else
        {
            link.ReplaceBy(new LiteralInline(PlainText(link)));
        }
    }

    // Links in HTML inside the markdown.
    private string Lead(string html) =>
        Attribute().Replace(html, match => links.Resolve(match.Groups["url"].Value) is { } local ? $"{match.Groups["name"].Value}=\"{local}\"" : "");

    private void Anchor(HeadingBlock heading)
    {
        var slug = Slug(heading.Inline is null ? "" : PlainText(heading.Inline));
        var (id, number) = (slug, 1);
        while (!_anchors.Add(id)) id = $"{slug}-{++number}";
        heading.GetAttributes().Id = id;
        heading.Inline?.AppendChild(new HtmlInline($"<a class=\"anchor\" href=\"#{id}\" aria-label=\"link to this heading\">#</a>"));
    }

    // Anchors as on GitHub: lower case, spaces as hyphens, other marks removed.
    private static string Slug(string text)
    {
        var slug = string.Concat(text.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');
        return slug.Length > 0 ? slug : "section";
    }

    private static string PlainText(ContainerInline inlines)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines.Descendants())
        {
            if (inline is LiteralInline literal) text.Append(literal.Content);
            else if (inline is CodeInline code) text.Append(code.Content);
            else if (inline is LineBreakInline) text.Append(' ');
        }
        return text.ToString();
    }

    [GeneratedRegex(@"(?<name>\b(?:src|href))\s*=\s*[""'](?<url>[^""']*)[""']")]
    private static partial Regex Attribute();

    private sealed class HighlightedCode : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock obj) =>
            renderer.Write(CodeHtml.Of(obj.Lines.ToString(), (obj as FencedCodeBlock)?.Info)).WriteLine();
    }
}
