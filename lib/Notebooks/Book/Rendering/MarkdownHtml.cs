using System.Text;
using System.Text.Json.Nodes;
using CowNotebooks.Notebooks.Book.Drawing;
using CowNotebooks.Notebooks.Book.Highlighting;
using CowNotebooks.Notebooks.Courses;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CowNotebooks.Notebooks.Book.Rendering;

/// <summary>The markdown of one page: headings get anchors that are unique on it, links stay within the book, formulas and diagrams are kept for drawing.</summary>
internal sealed class MarkdownHtml(OfflineHtml offline, CodeHtml code)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseEmphasisExtras().UseAutoLinks().UseFootnotes().UseTaskLists().Build();

    // Code up to this length stays on one line: browsers would break "--preload" behind its hyphens.
    private const int LongestUnbroken = 20;

    private readonly HashSet<string> _anchors = [];

    /// <summary>One markdown cell as HTML.</summary>
    /// <param name="source">CommonMark with LaTeX.</param>
    /// <param name="attachments">The cell's attachments: name, MIME type, base64.</param>
    public string Of(string source, JsonObject? attachments = null)
    {
        var formulas = Formulas.Take(WithoutNavigation(source));
        var document = Markdown.Parse(formulas.Text, Pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>()) Anchor(heading, formulas);
        foreach (var inline in document.Descendants<CodeInline>().Where(inline => inline.Content.Length <= LongestUnbroken)) inline.GetAttributes().AddClass("unbroken");
        using var text = new StringWriter();
        var renderer = new HtmlRenderer(text);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new CodeBlocks(code, formulas));
        renderer.Render(document);
        return offline.Of(text.ToString(), attachments, formulas)
            .Replace("<table>", "<div class=\"scroll\"><table>", StringComparison.Ordinal).Replace("</table>", "</table></div>", StringComparison.Ordinal);
    }

    /// <summary>The first heading as plain text, or null.</summary>
    public static string? FirstHeading(string source) => Blocks<HeadingBlock>(source).FirstOrDefault();

    /// <summary>The paragraphs that stand by themselves, as plain text.</summary>
    public static IEnumerable<string> Paragraphs(string source) => Blocks<ParagraphBlock>(source);

    private static IEnumerable<string> Blocks<T>(string source)
        where T : LeafBlock
    {
        var formulas = Formulas.Take(WithoutNavigation(source));
        return Markdown.Parse(formulas.Text, Pipeline).OfType<T>().Where(block => block.Inline is not null).Select(block => formulas.Restore(PlainText(block.Inline!)).Trim());
    }

    // Links between notebooks that a tool wrote: the book has its own. Up to the next blank line.
    private static string WithoutNavigation(string source) => CoursePage.Navigation().Replace(source, "");

    private void Anchor(HeadingBlock heading, Formulas formulas)
    {
        var slug = Slug(heading.Inline is null ? "" : formulas.Restore(PlainText(heading.Inline)));
        var (id, number) = (slug, 1);
        while (!_anchors.Add(id)) id = $"{slug}-{++number}";
        heading.GetAttributes().Id = id;
        heading.Inline?.AppendChild(new HtmlInline($"<a class=\"anchor\" href=\"#{id}\" aria-label=\"link to this heading\"></a>"));
    }

    /// <summary>The anchor of a heading, as on GitHub: lower case, spaces as hyphens, other marks removed.</summary>
    public static string Slug(string text)
    {
        var slug = string.Concat(text.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');
        return slug.Length > 0 ? slug : "section";
    }

    /// <summary>Inline markdown as plain text.</summary>
    public static string PlainText(ContainerInline inlines)
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

    private sealed class CodeBlocks(CodeHtml code, Formulas formulas) : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock obj)
        {
            var source = formulas.Restore(obj.Lines.ToString());
            var language = (obj as FencedCodeBlock)?.Info?.Trim('{', '}', '.');
            renderer.Write(language == "mermaid" ? DiagramHtml.Of(source) : code.Of(source, language)).WriteLine();
        }
    }
}
