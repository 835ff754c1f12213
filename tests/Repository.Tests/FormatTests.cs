using CowNotebooks.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CowNotebooks.Repository.Tests;

/// <summary>How sources are laid out, and how those of the rooms whose code runs beside cells write numbers.</summary>
public sealed class FormatTests
{
    private const int Widest = 200, LongText = 60;

    // These run only as programs of their own, which have no cultures (InvariantGlobalization).
    private static readonly string[] WithoutCultures = ["Parents", "Compiling", "Jupyter", "Cow"];

    public static TheoryData<string> Rooms => [.. TreeTests.Rooms.Except(WithoutCultures)];

    // Two versions side by side show some 200 characters on a wide screen, and what lies beyond is not read. A long text stays whole, to be found by search.
    [Fact]
    public void No_line_is_wider_than_a_reader_sees_unless_a_text_fills_it() => Assert.All(TreeTests.Sources(), file => Assert.Empty(WideLines(Read(file)).Select(line => $"{file}:{line}")));

    [Fact]
    public void A_wide_line_is_found_unless_a_text_fills_it()
    {
        var text = $"\"{new string('x', Widest)}\"";
        Assert.Equal([2, 4], WideLines($"Say({text});\nSay({string.Join(" + ", Enumerable.Repeat("Size", Widest))}, \"\");\nvar a = 1;\n// {text}\nSay($$\"\"\"\n  {text}\n  \"\"\");\n"));
    }

    // Cells have the cultures of the machine: there "7,844" could be "7.844", beside a table with "7,844".
    [Theory]
    [MemberData(nameof(Rooms))]
    public void Code_that_runs_beside_cells_formats_numbers_by_no_culture(string room) => Assert.All(TreeTests.Files($"lib/{room}", "*.cs"), file =>
        Assert.All(Formatted(Read(file)), text => Assert.Fail($"{file}: {text} is formatted by the reader's culture. Write Invariant({text}).")));

    [Fact]
    public void A_format_by_culture_is_found_wherever_it_stands() => Assert.Equal(
        ["$\"{b:N0}\"", "$\"{c:0.0}\"", "$\"{f:N1}\""],
        Formatted(
            """
            Say(Invariant($"{a:N0}"), $"{b:N0}" + Invariant($"{Of($"{c:0.0}")}"), $"{address:x}", string.Create(CultureInfo.InvariantCulture, $"{d:N0}"), $"{e}");
            Say(Hinted(text, $"{f:N1}"), (Invariant($"{g:N0}" + $"{h:N0}")));
            """));

    private static string Read(string file) => File.ReadAllText(Path.Combine(Source.Root, file));

    private static CompilationUnitSyntax Parsed(string source) => CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp14)).GetCompilationUnitRoot();

    // The numbers of the lines, from 1.
    private static IEnumerable<int> WideLines(string source)
    {
        var wide = SourceText.From(source).Lines.Where(line => line.Span.Length > Widest).ToList();
        if (wide.Count == 0) return [];
        var texts = Parsed(source).DescendantNodes()
            .Where(node => node is InterpolatedStringExpressionSyntax
                || node is LiteralExpressionSyntax literal && literal.Token.Value is string || node.IsKind(SyntaxKind.Utf8StringLiteralExpression))
            .Select(node => node.Span).ToList();
        return wide.Where(line => !texts.Exists(text => text.Intersection(line.Span) is { Length: > LongText })).Select(line => line.LineNumber + 1);
    }

    // The interpolated strings with a format of numbers, without those that are given a culture.
    private static IEnumerable<string> Formatted(string source) => Parsed(source).DescendantNodes().OfType<InterpolatedStringExpressionSyntax>()
        .Where(text => text.Contents.OfType<InterpolationSyntax>().Any(hole => hole.FormatClause is { } format && format.FormatStringToken.Text[0] is not ('x' or 'X')) && !HasCulture(text))
        .Select(text => text.ToString());

    private static bool HasCulture(ExpressionSyntax text) => text.Parent switch
    {
        BinaryExpressionSyntax or ParenthesizedExpressionSyntax => HasCulture((ExpressionSyntax)text.Parent),
        ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list } =>
            call.Expression.ToString() is "Invariant" or "FormattableString.Invariant" || list.Arguments[0].ToString() == "CultureInfo.InvariantCulture",
        _ => false,
    };
}
