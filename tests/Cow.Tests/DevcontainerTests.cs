using System.Text.Json.Nodes;

namespace CowNotebooks.Cow.Tests;

/// <summary>What opens in VS Code, checked against the fields of the published schemas: a misspelt one would be ignored without a word.</summary>
public sealed class DevcontainerTests
{
    // devcontainers/spec, schemas/devContainer.base.schema.json: devContainerCommon, nonComposeBase and imageContainer.
    private static readonly HashSet<string> Fields =
    [
        "$schema", "name", "features", "overrideFeatureInstallOrder", "secrets", "forwardPorts", "portsAttributes", "otherPortsAttributes",
        "updateRemoteUserUID", "containerEnv", "containerUser", "mounts", "init", "privileged", "capAdd", "securityOpt", "remoteEnv", "remoteUser",
        "initializeCommand", "onCreateCommand", "updateContentCommand", "postCreateCommand", "postStartCommand", "postAttachCommand", "waitFor",
        "userEnvProbe", "hostRequirements", "customizations", "additionalProperties",
        "appPort", "runArgs", "shutdownAction", "overrideCommand", "workspaceFolder", "workspaceMount",
        "image",
    ];

    // The same file: the values of waitFor.
    private static readonly HashSet<string> WaitFor = ["initializeCommand", "onCreateCommand", "updateContentCommand", "postCreateCommand", "postStartCommand"];

    // microsoft/vscode, extensions/configuration-editing/schemas/devContainer.vscode.schema.json: customizations.vscode, and the form of an extension's name.
    private static readonly HashSet<string> VisualStudioCodeFields = ["extensions", "settings", "mcp", "devPort"];
    private const string ExtensionName = "^-?([a-z0-9A-Z][a-z0-9A-Z-]*)\\.([a-z0-9A-Z][a-z0-9A-Z-]*)$";

    // microsoft/vscode, extensionsFileTemplate.ts: the schema of .vscode/extensions.json.
    private static readonly HashSet<string> RecommendationFields = ["recommendations", "unwantedRecommendations"];

    private static JsonObject Devcontainer => Read(".devcontainer/devcontainer.json");

    private static JsonObject Recommendations => Read(".vscode/extensions.json");

    [Fact]
    public void The_devcontainer_has_no_field_that_the_schema_does_not_have()
    {
        Assert.Subset(Fields, Names(Devcontainer));
        Assert.Subset(VisualStudioCodeFields, Names(Devcontainer["customizations"]!["vscode"]!.AsObject()));
        Assert.Subset(RecommendationFields, Names(Recommendations));
        Assert.Contains(Devcontainer["waitFor"]!.ToString(), WaitFor);
        Assert.False(string.IsNullOrEmpty(Devcontainer["image"]!.ToString()));
    }

    [Fact]
    public void Both_bring_Jupyter_first_and_neither_the_deprecated_Polyglot()
    {
        var (brought, recommended) = (Extensions(Devcontainer["customizations"]!["vscode"]!["extensions"]), Extensions(Recommendations["recommendations"]));
        Assert.All(brought.Concat(recommended), name => Assert.Matches(ExtensionName, name));

        const string Jupyter = "ms-toolsai.jupyter", Polyglot = "ms-dotnettools.dotnet-interactive-vscode";
        Assert.Contains(Jupyter, brought);
        Assert.Equal(Jupyter, recommended[0]);
        Assert.DoesNotContain(Polyglot, brought.Concat(recommended));
        // It was recommended once: VS Code is not to offer it for a notebook here.
        Assert.Contains(Polyglot, Extensions(Recommendations["unwantedRecommendations"]));
    }

    [Fact]
    public void It_waits_for_a_kernel_that_is_built_and_installed()
    {
        Assert.Equal("postCreateCommand", Devcontainer["waitFor"]!.ToString());
        var commands = Devcontainer["postCreateCommand"]!.ToString().Split("&&", StringSplitOptions.TrimEntries);
        Assert.StartsWith("dotnet restore", commands[0], StringComparison.Ordinal);
        Assert.StartsWith("dotnet build", commands[1], StringComparison.Ordinal);
        Assert.EndsWith("--project lib/Cow -- kernel install --user", commands[2], StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Extensions(JsonNode? names) => [.. names!.AsArray().Select(name => name!.ToString())];

    private static HashSet<string> Names(JsonObject json) => [.. json.Select(member => member.Key)];

    private static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(Path.Combine(CowNotebooks.Tests.Source.Root, path)))!.AsObject();
}
