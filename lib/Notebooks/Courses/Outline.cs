using System.Text;
using System.Text.RegularExpressions;
using CowNotebooks.Notebooks.Book.Rendering;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CowNotebooks.Notebooks.Courses;

/// <summary>What one piece of markdown says of its structure: headings, links, anchors, lines of code.</summary>
internal sealed partial class Outline
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    private readonly MarkdownDocument _document;

    private Outline(MarkdownDocument document) => _document = document;

    /// <summary>Reads CommonMark with tables.</summary>
    public static Outline Of(string markdown) => new(Markdown.Parse(markdown, Pipeline));

    /// <summary>The headings in their order.</summary>
    public IReadOnlyList<(int Level, string Text)> Headings =>
        [.. _document.Descendants<HeadingBlock>().Select(heading => (heading.Level, heading.Inline is { } inline ? MarkdownHtml.PlainText(inline) : ""))];

    /// <summary>The first heading of level 1; null without one.</summary>
    public ContainerInline? Title => _document.Descendants<HeadingBlock>().FirstOrDefault(heading => heading.Level == 1)?.Inline;

    /// <summary>The first paragraph that begins with these words, without them; null without one.</summary>
    public IReadOnlyList<Inline>? ParagraphAfter(string words)
    {
        foreach (var paragraph in _document.Descendants<ParagraphBlock>())
        {
            if (paragraph.Inline?.FirstChild is not LiteralInline first || !first.Content.ToString().StartsWith(words, StringComparison.Ordinal)) continue;
            return [new LiteralInline(first.Content.ToString()[words.Length..]), .. paragraph.Inline.Skip(1)];
        }

        return null;
    }

    /// <summary>What links and pictures lead to, of markdown and of HTML in it.</summary>
    public IReadOnlyList<string> Targets =>
    [
        .. _document.Descendants<LinkInline>().Select(link => link.Url ?? ""),
        .. Html().SelectMany(html => Reference().Matches(html)).Select(match => System.Net.WebUtility.HtmlDecode(match.Groups[1].Value)),
    ];

    /// <summary>The ids that HTML in it gives.</summary>
    public IReadOnlyList<string> Ids => [.. Html().SelectMany(html => Id().Matches(html)).Select(match => match.Groups[1].Value)];

    /// <summary>The lines of its code blocks.</summary>
    public IEnumerable<string> CodeLines => _document.Descendants<CodeBlock>().SelectMany(block => block.Lines.ToString().Split('\n'));

    /// <summary>A phrase as markdown that is safe inside a link or a cell of a table: text is escaped, code stays code.</summary>
    /// <param name="inlines">The phrase.</param>
    /// <param name="inTable">A bar ends the cell of a table, even in code.</param>
    public static string Phrase(IEnumerable<Inline> inlines, bool inTable)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines.SelectMany(inline => inline is ContainerInline container ? container.Descendants() : [inline]))
        {
            if (inline is LiteralInline literal) text.Append(Special().Replace(literal.Content.ToString(), @"\$0"));
            else if (inline is CodeInline code) text.Append(Code(code.Content, inTable));
            else if (inline is LineBreakInline) text.Append(' ');
            else if (inline is HtmlEntityInline entity) text.Append(Special().Replace(entity.Transcoded.ToString(), @"\$0"));
        }

        return text.ToString().Trim();
    }

    // A run of backticks inside needs a longer one around (CommonMark 0.31, 6.1).
    private static string Code(string content, bool inTable)
    {
        var fence = new string('`', Backticks().Matches(content).Select(match => match.Length).DefaultIfEmpty(0).Max() + 1);
        var space = content.StartsWith('`') || content.EndsWith('`') ? " " : "";
        return $"{fence}{space}{(inTable ? content.Replace("|", @"\|", StringComparison.Ordinal) : content)}{space}{fence}";
    }

    private IEnumerable<string> Html() => _document.Descendants<HtmlBlock>().Select(block => block.Lines.ToString()).Concat(_document.Descendants<HtmlInline>().Select(inline => inline.Tag));

    [GeneratedRegex("""\s(?:href|src)\s*=\s*["']([^"']*)["']""", RegexOptions.IgnoreCase)]
    private static partial Regex Reference();

    [GeneratedRegex("""\s(?:id|name)\s*=\s*["']([^"']*)["']""", RegexOptions.IgnoreCase)]
    private static partial Regex Id();

    [GeneratedRegex(@"[\\`*_\[\]<>|&$~]")]
    private static partial Regex Special();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
