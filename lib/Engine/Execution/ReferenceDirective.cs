using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CowNotebooks.Engine.Execution;

/// <summary>A line <c>#r "…"</c> or <c>#i "…"</c>; the quotes may be missing.</summary>
/// <param name="IsSource">True for <c>#i</c>: a further source of packages.</param>
/// <param name="Argument">The text between the quotes.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Span">Its place in the code.</param>
internal sealed partial record ReferenceDirective(bool IsSource, string Argument, int Line, TextSpan Span)
{
    private static readonly CSharpParseOptions ScriptSyntax = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);

    /// <summary>The directives of a cell. What only looks like one, in a string or a comment, is none.</summary>
    public static IReadOnlyList<ReferenceDirective> Of(string code)
    {
        if (!Form().IsMatch(code)) return [];
        var root = CSharpSyntaxTree.ParseText(code, ScriptSyntax).GetCompilationUnitRoot();
        var lines = SourceText.From(code).Lines;
        var found = new List<ReferenceDirective>();
        for (var directive = root.GetFirstDirective(); directive is not null; directive = directive.GetNextDirective())
        {
            if (directive is not (ReferenceDirectiveTriviaSyntax or BadDirectiveTriviaSyntax) || !directive.IsActive) continue;
            var line = lines.GetLineFromPosition(directive.SpanStart);
            if (Form().Match(code, line.Start, line.Span.Length) is { Success: true } match)
                found.Add(new(match.Groups["kind"].Value == "i", match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Groups["bare"].Value, line.LineNumber + 1, line.Span));
        }
        return found;
    }

    /// <summary>The code with the directives replaced by spaces: the compiler does not process them.</summary>
    public static string Blank(string code, IEnumerable<ReferenceDirective> directives)
    {
        var text = code.ToCharArray();
        foreach (var directive in directives) Array.Fill(text, ' ', directive.Span.Start, directive.Span.Length);
        return new string(text);
    }

    [GeneratedRegex("""^[ \t]*#[ \t]*(?<kind>r|i)\b[ \t]*("(?<quoted>[^"\r\n]*)"|(?<bare>[^"\s][^"\r\n]*?))[ \t]*(//[^\r\n]*)?;?\r?$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
