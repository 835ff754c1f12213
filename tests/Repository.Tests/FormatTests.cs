using CowNotebooks.Tests;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CowNotebooks.Repository.Tests;

/// <summary>How the sources of the rooms whose code runs beside cells write numbers. Cells have the cultures of the machine: there "7,844" could be "7.844", beside a table with "7,844".</summary>
public sealed class FormatTests
{
    // These run only as programs of their own, which have no cultures (InvariantGlobalization).
    private static readonly string[] WithoutCultures = ["Parents", "Compiling", "Jupyter", "Cow"];

    public static TheoryData<string> Rooms => [.. TreeTests.Rooms.Except(WithoutCultures)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Code_that_runs_beside_cells_formats_numbers_by_no_culture(string room) => Assert.All(TreeTests.Files($"lib/{room}", "*.cs"), file =>
        Assert.All(Formatted(File.ReadAllText(Path.Combine(Source.Root, file))), text => Assert.Fail($"{file}: {text} is formatted by the reader's culture. Write Invariant({text}).")));

    [Fact]
    public void A_format_by_culture_is_found_wherever_it_stands() => Assert.Equal(
        ["$\"{b:N0}\"", "$\"{c:0.0}\"", "$\"{f:N1}\""],
        Formatted(
            """
            Say(Invariant($"{a:N0}"), $"{b:N0}" + Invariant($"{Of($"{c:0.0}")}"), $"{address:x}", string.Create(CultureInfo.InvariantCulture, $"{d:N0}"), $"{e}");
            Say(Hinted(text, $"{f:N1}"), (Invariant($"{g:N0}" + $"{h:N0}")));
            """));

    // The interpolated strings with a format of numbers, without those that are given a culture.
    private static IEnumerable<string> Formatted(string source) => CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp14)).GetRoot()
        .DescendantNodes().OfType<InterpolatedStringExpressionSyntax>()
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
