using System.Runtime.InteropServices;
using System.Xml;
using CowNotebooks.Engine.Execution;

namespace CowNotebooks.Engine.Assisting;

/// <summary>
/// The documentation of the runtime's own types: the SDK keeps it beside its reference assemblies, <c>packs/Microsoft.NETCore.App.Ref</c>.
/// A runtime alone has none.
/// </summary>
internal static class ReferencePack
{
    private static readonly Lazy<IReadOnlyList<string>> Files = new(Find);

    /// <summary>The XML of a member by its documentation id, or null.</summary>
    public static string? Documentation(string? id)
    {
        if (id is null) return null;
        foreach (var file in Files.Value)
        {
            // Most files do not contain the member, and searching text is ten times as fast as parsing XML.
            var text = File.ReadAllText(file);
            var at = text.IndexOf($"<member name=\"{id}\"", StringComparison.Ordinal);
            if (at < 0) continue;
            using var reader = XmlReader.Create(new StringReader(text[at..]), new XmlReaderSettings { ConformanceLevel = ConformanceLevel.Fragment });
            reader.Read();
            return reader.ReadOuterXml();
        }
        return null;
    }

    private static IReadOnlyList<string> Find()
    {
        var packs = Path.GetFullPath("../../../packs/Microsoft.NETCore.App.Ref", RuntimeEnvironment.GetRuntimeDirectory());
        if (!Directory.Exists(packs)) return [];
        var pack = InstalledVersions.Newest(Directory.GetDirectories(packs, $"{Environment.Version.Major}.*"));
        var folder = pack is null ? null : Path.Combine(pack, "ref", $"net{Environment.Version.Major}.{Environment.Version.Minor}");
        return !Directory.Exists(folder) ? [] : [.. Directory.GetFiles(folder, "*.xml").OrderByDescending(file => Path.GetFileName(file) is "System.Runtime.xml")];
    }
}
