using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CowNotebooks.Lab.Starting;
using CowNotebooks.Notebooks;

namespace CowNotebooks.Engine.Execution;

/// <summary>The files of the packages that cells ask for.</summary>
/// <param name="Libraries">The managed assemblies, including those of dependencies.</param>
/// <param name="Native">The native libraries for this platform.</param>
/// <param name="Extensions">The folders of extensions for .NET Interactive, as the packages name them: interactive-extensions/dotnet.</param>
internal sealed record PackageFiles(IReadOnlyList<string> Libraries, IReadOnlyList<string> Native, IReadOnlyList<string> Extensions)
{
    /// <summary>True when all of them still exist.</summary>
    public bool Exist => Libraries.Concat(Native).All(File.Exists) && Extensions is not null && Extensions.All(Directory.Exists);
}

/// <summary>
/// Has the SDK restore packages: it knows feeds, credentials and which files fit the platform. A project is generated for each set of
/// packages and kept in the cache folder, with its result.
/// </summary>
internal static class Packages
{
    private const string ExtensionFolder = "interactive-extensions/dotnet";

    private static readonly string Cache = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "cow", "packages");

    /// <summary>Restores the packages together, so that they agree on what they share.</summary>
    /// <param name="packages">All that the notebook has asked for so far.</param>
    /// <param name="sources">Sources of packages besides the configured ones.</param>
    /// <param name="folder">The notebook's folder: a nuget.config there, or above, applies.</param>
    /// <param name="interrupt">Cancels the restore.</param>
    /// <exception cref="NotebookException">There is no SDK, or it cannot restore them.</exception>
    public static PackageFiles Restore(IReadOnlyCollection<PackageDirective> packages, IReadOnlyCollection<string> sources, string folder, CancellationToken interrupt)
    {
        var project = Project(packages, sources, folder);
        var home = Path.Combine(Cache, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)))[..16]);
        var record = Path.Combine(home, "files.json");
        if (File.Exists(record) && JsonSerializer.Deserialize<PackageFiles>(File.ReadAllText(record)) is { Exist: true } known) return known;
        WholeFile.Write(Path.Combine(home, "packages.csproj"), project);
        var files = Files(Build(home, interrupt), Path.Combine(home, "obj", "project.assets.json"));
        WholeFile.Write(record, JsonSerializer.Serialize(files));
        return files;
    }

    // A source that a cell adds may be gone: what it would have had is looked for in the others.
    // NU1603, NU1605, NU1701: another version than the one named, an older one than another package names, a package for the .NET Framework. All are
    // routine and no reason to refuse.
    private static string Project(IEnumerable<PackageDirective> packages, IReadOnlyCollection<string> sources, string folder) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net{Environment.Version.Major}.{Environment.Version.Minor}</TargetFramework>
            <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
            <SelfContained>false</SelfContained>
            <ImportDirectoryBuildProps>false</ImportDirectoryBuildProps>
            <ImportDirectoryPackagesProps>false</ImportDirectoryPackagesProps>
            <RestoreRootConfigDirectory>{SecurityElement.Escape(folder)}</RestoreRootConfigDirectory>
            <RestoreAdditionalProjectSources>{SecurityElement.Escape(string.Join(';', sources).Replace("%", "%25", StringComparison.Ordinal))}</RestoreAdditionalProjectSources>
            <RestoreIgnoreFailedSources>{(sources.Count > 0 ? "true" : "false")}</RestoreIgnoreFailedSources>
            <NuGetAudit>false</NuGetAudit>
            <NoWarn>NU1603;NU1605;NU1701</NoWarn>
          </PropertyGroup>
          <ItemGroup>
        {string.Concat(packages.Select(package => $"    <PackageReference Include=\"{package.Name}\" Version=\"{package.Version}\" />\n"))}  </ItemGroup>
        </Project>
        """;

    private static string Build(string home, CancellationToken interrupt)
    {
        var start = new ProcessStartInfo(
            DotNetHost.Path(),
            ["build", "packages.csproj", "-nologo", "-nodeReuse:false", "-t:ResolvePackageAssets", "-getItem:RuntimeCopyLocalItems", "-getItem:NativeCopyLocalItems"])
        {
            WorkingDirectory = home,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(start) ?? throw new Win32Exception();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        while (!process.WaitForExit(50))
        {
            if (!interrupt.IsCancellationRequested) continue;
            process.Kill(entireProcessTree: true);
            interrupt.ThrowIfCancellationRequested();
        }
        var (said, complaint) = (output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
        if (process.ExitCode == 0) return said;
        var lines = $"{complaint}\n{said}".Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var why = lines.FirstOrDefault(line => line.Contains("error ", StringComparison.Ordinal)) is { } error
            ? error[(error.IndexOf("error ", StringComparison.Ordinal) + 6)..] : lines.FirstOrDefault("");
        throw new NotebookException(
            $"The packages cannot be restored: {why.TrimEnd('.')}.", "Correct name and version, see that the feed can be reached, and that the .NET SDK is installed.");
    }

    private static PackageFiles Files(string json, string assets)
    {
        var items = JsonNode.Parse(json)!["Items"]!;
        return new PackageFiles(Paths("RuntimeCopyLocalItems"), Paths("NativeCopyLocalItems"), Extensions(JsonNode.Parse(File.ReadAllText(assets))!));

        IReadOnlyList<string> Paths(string name) => [.. items[name]!.AsArray().Select(item => item!["FullPath"]!.ToString()).Where(path => Path.GetExtension(path) is ".dll" or ".so")];
    }

    private static IReadOnlyList<string> Extensions(JsonNode assets)
    {
        var folders = assets["packageFolders"]!.AsObject().Select(folder => folder.Key).ToList();
        return [.. from package in assets["libraries"]!.AsObject()
                   where package.Value!["files"] is JsonArray files && files.Any(file => file!.ToString().StartsWith($"{ExtensionFolder}/", StringComparison.Ordinal))
                   let paths = folders.Select(folder => Path.Combine(folder, package.Value["path"]!.ToString(), ExtensionFolder))
                   select paths.First(Directory.Exists)];
    }
}
