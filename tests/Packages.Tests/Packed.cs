using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CowNotebooks.Tests;

/// <summary>
/// Both packages in a folder of their own, and what a user of them has: an empty folder, and a package cache in which nothing of ours is. What others made is
/// taken from this machine's cache, so that nothing is downloaded again.
/// <code>COW_PACKAGES=FOLDER dotnet test --project tests/Packages.Tests      # the packages that are there already, as those of a release</code>
/// </summary>
public sealed class Packed : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cow-packages-").FullName;

    private readonly string? _given = Environment.GetEnvironmentVariable("COW_PACKAGES") is { Length: > 0 } given ? Path.GetFullPath(given) : null;

    /// <summary>Of those made here no other package on this machine has it.</summary>
    public string Version { get => field ??= _given is null ? $"0.0.1-test.{Guid.NewGuid():N}" : GivenVersion(); private set; }

    public string Packages => _given ?? Path.Combine(_folder, "packages");

    public async ValueTask InitializeAsync()
    {
        if (_given is not null) return;
        foreach (var project in new[] { "Lab", "Cow" })
            await DotNetAsync(_folder, ["pack", Path.Combine(Source.Root, "lib", project), "--no-build", "-c", Source.Build.Split('/')[0], $"-p:PackageVersion={Version}", "-o", Packages, .. Quietly]);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string GivenVersion() => Path.GetFileNameWithoutExtension(Directory.GetFiles(Packages, "CowNotebooks.Lab.*.nupkg").Single())["CowNotebooks.Lab.".Length..];

    /// <summary>A folder outside the repository, empty but for a nuget.config: to the sources that this machine is set up with it adds the packages.</summary>
    public string EmptyFolder(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
            ? set : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget/packages");
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="these" value="{Packages}" /></packageSources>
              <fallbackPackageFolders><add key="this machine's cache" value="{cache}" /></fallbackPackageFolders>
            </configuration>
            """);
        return folder;
    }

    /// <summary>Its own cache of packages, so that what is ours is taken from <see cref="Packages"/>.</summary>
    public KeyValuePair<string, string> OwnCache => new("NUGET_PACKAGES", Path.Combine(_folder, "cache"));

    /// <summary>Runs dotnet and expects it to succeed.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> DotNetAsync(string folder, string[] arguments, params KeyValuePair<string, string>[] environment)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // What the dotnet that runs these tests says to its own tools is not meant for another one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var cancel = TestContext.Current.CancellationToken;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{await output}{await errors}");
        return await output;
    }

    /// <summary>No process of a build stays behind.</summary>
    public static string[] Quietly => ["-nologo", "-v", "q", "-nodeReuse:false", "-p:UseSharedCompilation=false"];

    /// <summary>The folder of the dotnet that runs these tests; a tool is started without it.</summary>
    public static KeyValuePair<string, string> DotNetRoot => new("DOTNET_ROOT", Path.GetFullPath("../../..", RuntimeEnvironment.GetRuntimeDirectory()));
}
