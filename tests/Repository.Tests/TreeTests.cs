using System.Text.Json.Nodes;
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

    // What goes into packages, or into notebooks: its users see all that is public there.
    private static readonly string[] Packaged = ["Procfs", "Sizing", "Forking", "Lab", "Show", "Interactive"];

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

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_source_file_that_a_room_compiles_too_is_from_a_room_before_it_whose_namespaces_it_could_use(string project)
    {
        var place = PlaceOf(project);
        Assert.All(SharedFiles(project),
            file => Assert.True(PlaceOf(file) < place || Room(file) == Room(project), $"{project} compiles {file}, whose room comes after it in {string.Join(", ", Rooms)}."));
    }

    [Fact]
    public void No_source_file_uses_a_namespace_of_a_room_after_its_own() => Assert.All(Files("lib", "*.cs"), file =>
    {
        var used = UsedRoom().Matches(File.ReadAllText(Full(file))).Select(match => Array.IndexOf(Rooms, match.Groups[1].Value)).ToList();
        Assert.True(used.All(place => place <= PlaceOf(file)),
            $"{file} uses {string.Join(", ", used.Where(place => place > PlaceOf(file)).Select(place => Rooms[place]))}, after {Room(file)} in {string.Join(", ", Rooms)}.");
    });

    // Whatever is loaded into the parent is mapped into the process whose pages are counted; and CowNotebooks.Lab's package names its dependencies itself (Lab.nuspec).
    [Theory]
    [InlineData("Procfs")]
    [InlineData("Sizing")]
    [InlineData("Forking", "Mono.Posix.NETStandard")]
    [InlineData("Parents/dotnet", "Mono.Posix.NETStandard")]
    [InlineData("Lab", "Mono.Posix.NETStandard")]
    public void What_is_forked_and_what_measures_it_load_no_package_besides(string room, params string[] packages) =>
        Assert.Equal(packages, LockedPackages(Full($"lib/{room}/packages.lock.json")));

    [Fact]
    public void At_the_root_of_a_library_stand_public_nouns_and_its_calls_of_libc() => Assert.All(
        Packaged.SelectMany(room => Files($"lib/{room}", "*.cs").Where(file => Path.GetDirectoryName(file) == $"lib/{room}")).Except(Files("lib", "*.csproj").SelectMany(SharedFiles)),
        file => Assert.True(PublicType().IsMatch(File.ReadAllText(Full(file))) || Path.GetFileName(file)
            .StartsWith("LibC", StringComparison.Ordinal), $"{file} declares nothing public: it belongs into a folder below."));

    [Fact]
    public void No_source_file_of_lib_is_let_off_documentation() => Assert.All(
        Files("lib", "*.cs").Concat(Files("lib", "*.csproj")).Concat(["Directory.Build.props", "Directory.Build.targets"]),
        file => Assert.DoesNotContain("CS1591", File.ReadAllText(Full(file))));

    [Fact]
    public void No_file_is_longer_than_a_reader_wants() =>
        Assert.All(Sources(), file => Assert.InRange(File.ReadLines(Full(file)).Count(), 0, MostLines));

    [Fact]
    public void Namespaces_follow_folders() => Assert.All(Sources().Where(file => Namespace(file) is not null || DeclaresTypes(file)), file => Assert.Equal(NamespaceOfFolder(file), Namespace(file)));

    [Fact]
    public void The_solution_has_every_project_and_no_platform_but_Any_CPU()
    {
        var solution = File.ReadAllText(Full("CowNotebooks.sln"));
        Assert.Equal(Files("lib", "*.csproj").Concat(Files("tests", "*.csproj")).Order(StringComparer.Ordinal), SolutionProject()
            .Matches(solution).Select(match => match.Groups[1].Value.Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.DoesNotMatch("x64|x86", solution);
    }

    internal static IEnumerable<string> Sources() => Files("lib", "*.cs").Concat(Files("tests", "*.cs"));

    // Paths from the root.
    internal static IEnumerable<string> Files(string folder, string pattern) => Directory
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

    // The files of other projects that a project compiles as its own.
    private static IEnumerable<string> SharedFiles(string project) => XDocument.Load(Full(project)).Descendants("Compile")
        .SelectMany(compiled => ((string?)compiled.Attribute("Include") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        .Select(include => Path.GetRelativePath(Source.Root, Path.GetFullPath(include, Path.GetDirectoryName(Full(project))!)))
        .SelectMany(path => path.Contains('*', StringComparison.Ordinal) ? Files(Path.GetDirectoryName(path)!, Path.GetFileName(path)) : [path]);

    private static IEnumerable<string> LockedPackages(string file) => JsonNode.Parse(File.ReadAllText(file))!["dependencies"]!.AsObject()
        .SelectMany(framework => framework.Value!.AsObject()).Where(package => package.Value!["type"]!.ToString() != "Project").Select(package => package.Key);

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

    [GeneratedRegex(@"^using (?:static )?CowNotebooks\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsedRoom();

    [GeneratedRegex(@"^\s*public\s.*\b(class|struct|record|interface|enum|delegate)\s", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex("""^Project\(.*"([^"]*\.csproj)",""", RegexOptions.Multiline)]
    private static partial Regex SolutionProject();
}
