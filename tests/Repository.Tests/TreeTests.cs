using System.Xml.Linq;

namespace CowNotebooks.Repository.Tests;

/// <summary>What holds for the whole tree of lib/ and tests/, whoever adds to it.</summary>
public class TreeTests
{
    // design: each room may use those above it. A room that is not here fails the test too.
    private static readonly string[] Order =
    [
        "Procfs", "Sizing", "Forking", "Parents", "Compiling", "Lab", "Show", "Interactive", "Notebooks", "Engine", "Jupyter", "Cow",
    ];

    public static TheoryData<string> Projects => [.. Files("lib", "*.csproj")];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_room_uses_only_those_above_it(string project)
    {
        var room = Array.IndexOf(Order, Room(project));
        Assert.True(room >= 0, $"{project} is in none of the rooms {string.Join(", ", Order)}.");
        var below = References(project).Where(used => Array.IndexOf(Order, Room(used)) is var place && (place < 0 || place > room));
        Assert.Empty(below);
    }

    // Relative to the root, with /.
    private static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(Path.Combine(CowNotebooks.Tests.Source.Root, folder), pattern, SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(CowNotebooks.Tests.Source.Root, path))
        .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
        .Order(StringComparer.Ordinal);

    private static string Room(string path) => path.Split('/')[1];

    // What is only built first and started (ReferenceOutputAssembly="false") is no dependency of the code.
    private static IEnumerable<string> References(string project) => XDocument.Load(Path.Combine(CowNotebooks.Tests.Source.Root, project)).Descendants("ProjectReference")
        .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
        .Select(reference => Path.GetRelativePath(CowNotebooks.Tests.Source.Root, Path.GetFullPath((string)reference.Attribute("Include")!, Path.GetDirectoryName(Path.Combine(CowNotebooks.Tests.Source.Root, project))!)));
}
