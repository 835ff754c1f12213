using System.Text.RegularExpressions;
using System.Xml.Linq;
using CowNotebooks.Tests;

namespace CowNotebooks.Repository.Tests;

/// <summary>What holds for the whole tree of lib/ and tests/, whoever adds to it.</summary>
public sealed partial class TreeTests
{
    private const int MostLines = 400;

    // The rooms of lib/. Each may use those before it in this list, and none may be missing here.
    internal static readonly string[] Rooms =
        ["Procfs", "Sizing", "Forking", "Parents", "Compiling", "Lab", "Show", "Interactive", "Notebooks", "Engine", "Jupyter", "Cow"];

    // What knows nothing of copy-on-write, and could live without the rooms before it.
    private static readonly string[] NotebookEngine = ["Notebooks", "Engine", "Jupyter"];

    public static TheoryData<string> Projects => [.. Files("lib", "*.csproj")];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_room_uses_only_the_rooms_before_it(string project)
    {
        var place = PlaceOf(project);
        Assert.All(References(project), used => Assert.True(PlaceOf(used) < place, $"{project} uses {used}, which comes after it in {string.Join(", ", Rooms)}."));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_notebook_engine_uses_no_room_outside_itself(string project)
    {
        if (NotebookEngine.Contains(Room(project))) Assert.All(References(project), used => Assert.Contains(Room(used), NotebookEngine));
    }

    [Fact]
    public void No_file_is_longer_than_a_reader_wants() =>
        Assert.All(Sources(), file => Assert.InRange(File.ReadLines(Full(file)).Count(), 0, MostLines));

    [Fact]
    public void Namespaces_follow_folders() => Assert.All(Sources().Where(file => Namespace(file) is not null || DeclaresTypes(file)), file => Assert.Equal(NamespaceOfFolder(file), Namespace(file)));

    [Fact]
    public void The_solution_has_every_project_and_no_platform_but_Any_CPU()
    {
        var solution = File.ReadAllText(Full("CowNotebooks.sln"));
        Assert.Equal(Files("lib", "*.csproj").Concat(Files("tests", "*.csproj")).Order(StringComparer.Ordinal), SolutionProject().Matches(solution).Select(match => match.Groups[1].Value.Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.DoesNotMatch("x64|x86", solution);
    }

    private static IEnumerable<string> Sources() => Files("lib", "*.cs").Concat(Files("tests", "*.cs"));

    // Paths from the root.
    private static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(Full(folder), pattern, SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Source.Root, path))
        .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
        .Order(StringComparer.Ordinal);

    private static string Full(string path) => Path.Combine(Source.Root, path);

    private static string Room(string project) => project.Split('/')[1];

    private static int PlaceOf(string project) =>
        Array.IndexOf(Rooms, Room(project)) is >= 0 and var place ? place : throw new InvalidOperationException($"{project} is in none of the rooms {string.Join(", ", Rooms)}.");

    // The rooms a project's code can see. A project that is only built first, to be started as a process, is no such reference (ReferenceOutputAssembly="false").
    private static IEnumerable<string> References(string project) => XDocument.Load(Full(project)).Descendants("ProjectReference")
        .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
        .Select(reference => Path.GetRelativePath(Source.Root, Path.GetFullPath((string)reference.Attribute("Include")!, Path.GetDirectoryName(Full(project))!)));

    private static string? Namespace(string file) => NamespaceLine().Match(File.ReadAllText(Full(file))) is { Success: true } line ? line.Groups[1].Value : null;

    private static bool DeclaresTypes(string file) => TypeLine().IsMatch(File.ReadAllText(Full(file)));

    // The project's root namespace, and the folders between the project and the file. tests/Shared has no project: every test project compiles it.
    private static string NamespaceOfFolder(string file)
    {
        var folders = Path.GetDirectoryName(file)!.Split('/');
        for (var depth = folders.Length; depth > 1; depth--)
        {
            var folder = string.Join('/', folders.Take(depth));
            if (Directory.EnumerateFiles(Full(folder), "*.csproj").SingleOrDefault() is { } project)
                return string.Join('.', folders.Skip(depth).Prepend(RootNamespace(project)));
        }
        return file.StartsWith("tests/Shared/", StringComparison.Ordinal) ? "CowNotebooks.Tests" : $"none: {file} belongs to no project";
    }

    // Directory.Build.props gives it by the project's name.
    private static string RootNamespace(string project) =>
        (string?)XDocument.Load(project).Descendants("RootNamespace").SingleOrDefault() ?? $"CowNotebooks.{Path.GetFileNameWithoutExtension(project)}";

    [GeneratedRegex(@"^namespace ([\w.]+)\s*[;{]?\s*$", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(public|internal|file)\s.*\b(class|struct|record|interface|enum)\s", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex("""^Project\(.*"([^"]*\.csproj)",""", RegexOptions.Multiline)]
    private static partial Regex SolutionProject();
}
