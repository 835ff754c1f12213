using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CowNotebooks.Tests;
using YamlDotNet.RepresentationModel;

namespace CowNotebooks.Repository.Tests;

/// <summary>The version stands in one place, and what makes a release of it does what CONTRIBUTING says.</summary>
public sealed partial class ReleaseTests
{
    private static readonly string Version = XDocument.Load(Full("Directory.Build.props")).Descendants("Version").Single().Value;

    public static TheoryData<string> Workflows => [.. Directory.GetFiles(Full(".github/workflows")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_changelog_begins_with_the_version_and_no_project_has_one_of_its_own()
    {
        Assert.Equal(Version, Heading().Match(File.ReadAllText(Full("CHANGELOG.md"))).Groups[1].Value);
        Assert.All(Directory.EnumerateFiles(Full("lib"), "*.csproj", SearchOption.AllDirectories),
            project => Assert.DoesNotContain(XDocument.Load(project).Descendants(), element => element.Name.LocalName is "Version" or "VersionPrefix" or "PackageVersion"));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_is_YAML_whose_jobs_have_steps_or_are_another_workflow_of_ours(string workflow)
    {
        var jobs = (YamlMappingNode)Read(workflow)["jobs"];
        Assert.NotEmpty(jobs.Children);
        Assert.All(jobs.Children, job =>
        {
            var has = ((YamlMappingNode)job.Value).Children;
            if (has.TryGetValue("uses", out var other)) Assert.True(File.Exists(Full($"{other}")), $"{job.Key} is {other}, which is not there.");
            else Assert.All((YamlSequenceNode)has["steps"], step => Assert.True(((YamlMappingNode)step).Children.ContainsKey("run") ^ ((YamlMappingNode)step).Children.ContainsKey("uses")));
            if (has.TryGetValue("needs", out var before)) Assert.True(jobs.Children.ContainsKey(before), $"{job.Key} needs {before}, which is no job.");
        });
        Assert.All(Uses(jobs), used => Assert.Matches(@"^(\./\.github/workflows/[\w.-]+|actions/[\w-]+@v\d+)$", used));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_runs_the_commands_that_CONTRIBUTING_names(string workflow)
    {
        var said = File.ReadAllText(Full("CONTRIBUTING.md"));
        var commands = Commands(workflow).Select(command => AsRoot().Replace(command, "")).Where(command => Ours().IsMatch(command)).ToList();
        Assert.NotEmpty(commands);
        Assert.All(commands, command => Assert.Contains(command, said));
    }

    [Fact]
    public async Task A_release_is_refused_for_a_tag_that_is_not_the_version_or_that_the_changelog_does_not_call_released()
    {
        var check = ((YamlSequenceNode)Read("release.yml")["jobs"]["named"]["steps"]).Select(step => (YamlMappingNode)step).Single(step => step.Children.ContainsKey("run"))["run"].ToString();
        var folder = Directory.CreateTempSubdirectory("cow-test-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "lib/Lab"));
        // Of the project only what gives it its version.
        foreach (var file in new[] { "Directory.Build.props", "global.json" }) File.Copy(Full(file), Path.Combine(folder, file));
        await File.WriteAllTextAsync(Path.Combine(folder, "lib/Lab/Lab.csproj"), "<Project Sdk=\"Microsoft.NET.Sdk\" />", TestContext.Current.CancellationToken);

        Assert.NotEqual(0, await ExitCodeAsync("v99.0.0", released: true));
        Assert.NotEqual(0, await ExitCodeAsync($"v{Version}", released: false));
        Assert.Equal(0, await ExitCodeAsync($"v{Version}", released: true));
        Directory.Delete(folder, recursive: true);

        async Task<int> ExitCodeAsync(string tag, bool released)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "CHANGELOG.md"),
                $"# Changelog\n\n## {Version}{(released ? "" : ", not yet released")}: an edition\n", TestContext.Current.CancellationToken);
            // As GitHub runs the lines of a step.
            var start = new ProcessStartInfo("bash", ["-e", "-c", check]) { WorkingDirectory = folder, Environment = { ["GITHUB_REF_NAME"] = tag } };
            foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return process.ExitCode;
        }
    }

    private static string Full(string path) => Path.Combine(Source.Root, path);

    private static YamlMappingNode Read(string workflow)
    {
        using var text = File.OpenText(Full($".github/workflows/{workflow}"));
        var stream = new YamlStream();
        stream.Load(text);
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    private static IEnumerable<string> Values(YamlNode node, string key) =>
        node.AllNodes.OfType<YamlMappingNode>().Where(mapping => mapping.Children.ContainsKey(key)).Select(mapping => mapping[key].ToString());

    private static IEnumerable<string> Uses(YamlNode jobs) => Values(jobs, "uses");

    private static IEnumerable<string> Commands(string workflow) =>
        Values(Read(workflow)["jobs"], "run").SelectMany(text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    [GeneratedRegex(@"^## (\d+\.\d+\.\d+)(?:, not yet released)?: ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^sudo env (?:\"[^\"]*\" )*")]
    private static partial Regex AsRoot();

    // `dotnet msbuild` only asks for the version.
    [GeneratedRegex(@"^(?:\w+=\S+ )?(?:dotnet (?!msbuild)|\.ci/)")]
    private static partial Regex Ours();
}
