namespace CowNotebooks.Engine.Execution;

/// <summary>Folders of an installation of .NET that are named by a version: <c>shared/Microsoft.AspNetCore.App/10.0.12</c>.</summary>
internal static class InstalledVersions
{
    /// <summary>The folder of the newest version, by its numbers: 10.0.12 is newer than 9.0.1 and 10.0.9. Of one version a release is newer than a preview. Null when there is none.</summary>
    /// <param name="folders">The folders.</param>
    public static string? Newest(IEnumerable<string> folders) => folders
        .Select(folder => (Folder: folder, Parts: Path.GetFileName(folder).Split('-', 2)))
        .Where(one => Version.TryParse(one.Parts[0], out _))
        .OrderBy(one => Version.Parse(one.Parts[0])).ThenBy(one => one.Parts.Length == 1).ThenBy(one => one.Parts[^1], StringComparer.Ordinal)
        .Select(one => one.Folder).LastOrDefault();
}
