using System.Text.RegularExpressions;
using CowNotebooks.Notebooks.Courses;
using CowNotebooks.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CowNotebooks.Repository.Tests;

/// <summary>What the documents say of the tree is so.</summary>
public sealed partial class DocumentationTests
{
    // What every program and every notebook of ours begins with.
    private const string Usings = """
        global using System; global using System.Linq; global using System.Threading.Tasks; global using System.Collections.Generic;
        global using CowNotebooks.Forking; global using CowNotebooks.Lab; global using CowNotebooks.Show; global using CowNotebooks.Sizing;
        """;

    public static TheoryData<string> Documents => ["README.md", "CONTRIBUTING.md", "lib/README.md", "lib/Parents/PROTOCOL.md", "data/README.md"];

    public static TheoryData<string> WithSnippets => ["README.md", "lib/README.md"];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_path_in_a_document_is_there(string document)
    {
        var text = File.ReadAllText(Full(document));
        var folder = Path.GetDirectoryName(Full(document))!;
        var paths = Named().Matches(text).Concat(Linked().Matches(text)).Select(match => match.Groups[1].Value).Where(path => !Placeholder().IsMatch(path)).Distinct().ToList();
        Assert.All(paths, path => Assert.True(Path.Exists(Path.Combine(folder, path)) || Path.Exists(Full(path)), $"{document} names {path}, which is not there."));
    }

    [Fact]
    public void Every_link_in_a_document_leads_somewhere_and_headings_leave_out_no_level() =>
        Assert.Empty(Prose.Documents.SelectMany(document => MarkdownFile.Findings(Full(document)).Select(finding => $"{document}: {finding}")));

    [Theory]
    [MemberData(nameof(WithSnippets))]
    public void Every_snippet_of_CSharp_compiles(string document)
    {
        var snippets = Snippet().Matches(File.ReadAllText(Full(document))).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(snippets);
        Assert.All(snippets, snippet => Assert.Empty(Errors(snippet)));
    }

    [Fact]
    public void The_table_of_rooms_has_every_room_in_their_order()
    {
        var chapter = File.ReadAllText(Full("lib/README.md")).Split("\n## ").Single(chapter => chapter.StartsWith("The rooms\n", StringComparison.Ordinal));
        var table = RoomRow().Matches(chapter).Select(match => match.Groups[1].Value);
        Assert.Equal(TreeTests.Rooms, table);
    }

    private static IEnumerable<string> Errors(string snippet)
    {
        var known = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var trees = new[] { Usings, snippet }.Select(text => CSharpSyntaxTree.ParseText(text, cancellationToken: TestContext.Current.CancellationToken));
        return CSharpCompilation.Create("snippet", trees, known, new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable))
            .GetDiagnostics(TestContext.Current.CancellationToken).Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.ToString());
    }

    private static string Full(string path) => Path.Combine(Source.Root, path);

    // `lib/Lab/Run.cs`, `.ci/run`; a path from the file system's root is none of ours, nor is a MIME type.
    [GeneratedRegex(@"`(?!(?:text|image|application)/)(\.?[A-Za-z][\w.-]*(?:/[\w.-]+)+/?)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)\)")]
    private static partial Regex Linked();

    // NN-title.ipynb, lib/Parents/LANGUAGE: the reader puts in his own.
    [GeneratedRegex(@"\b(?:NN|[A-Z]{3,})\b(?!\.md)")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^```csharp\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Snippet();

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex RoomRow();
}
