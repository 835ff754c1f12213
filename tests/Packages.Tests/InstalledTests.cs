using System.Buffers.Binary;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CowNotebooks.Tests;

/// <summary>What a user gets who has only the packages, or a project of his own beside the repository.</summary>
public sealed partial class InstalledTests(Packed packed) : IClassFixture<Packed>
{
    /// <summary>Predicted and copied pages agree within these.</summary>
    private const long Tolerance = 2;

    [Fact]
    public async Task The_READMEs_program_forks_measures_and_sizes_with_the_package_alone_built_and_published()
    {
        var folder = Program("by-package", "");
        await Packed.DotNetAsync(folder, [.. Installing("dotnet add "), "--version", packed.Version], packed.OwnCache);
        await Packed.DotNetAsync(folder, ["build", .. Packed.Quietly], packed.OwnCache);
        AssertLaw(await Packed.DotNetAsync("/", [Path.Combine(folder, "bin/Debug/net10.0/program.dll")]));
        AssertParentsBeside(Path.Combine(folder, "bin/Debug/net10.0"));

        var published = packed.EmptyFolder("published");
        await Packed.DotNetAsync(folder, ["publish", "-o", published, .. Packed.Quietly], packed.OwnCache);
        AssertLaw(await Packed.DotNetAsync("/", [Path.Combine(published, "program.dll")]));
        AssertParentsBeside(published);
    }

    [Fact]
    public async Task The_same_program_runs_with_Lab_as_a_project_of_the_repository_built_and_published()
    {
        var folder = Program("by-project", $"<ProjectReference Include=\"{Source.Root}/lib/Lab/Lab.csproj\" />");
        var configuration = Source.Build.Split('/')[0];
        await Packed.DotNetAsync(folder, ["build", "-c", configuration, .. Packed.Quietly]);
        AssertLaw(await Packed.DotNetAsync("/", [Path.Combine(folder, $"bin/{configuration}/net10.0/program.dll")]));
        AssertParentsBeside(Path.Combine(folder, $"bin/{configuration}/net10.0"));

        var published = packed.EmptyFolder("published-project");
        await Packed.DotNetAsync(folder, ["publish", "-c", configuration, "-o", published, .. Packed.Quietly]);
        AssertLaw(await Packed.DotNetAsync("/", [Path.Combine(published, "program.dll")]));
    }

    [Fact]
    public async Task The_tool_measures_examines_the_machine_runs_a_notebook_and_installs_its_kernel_from_an_empty_folder()
    {
        var (config, tools) = (packed.EmptyFolder("config"), Directory.CreateDirectory(Path.Combine(packed.EmptyFolder("tools"), "bin")).FullName);
        await Packed.DotNetAsync(config, [.. Installing("dotnet tool ").Where(word => word != "--global"), "--tool-path", tools, "--version", packed.Version], packed.OwnCache);
        var empty = Directory.CreateDirectory(Path.Combine(config, "empty")).FullName;
        Task<CowOutput> CowAsync(params string[] arguments) =>
            CowCommand.RunInAsync(empty, new Dictionary<string, string>([Packed.DotNetRoot]), arguments, Path.Combine(tools, "cow"));

        var measured = await CowAsync("measure", "--json", "--workload", "lock", "--count", "100000");
        Assert.Equal((0, ""), (measured.ExitCode, measured.Errors));
        var report = JsonNode.Parse(measured.Output)!;
        Assert.InRange(report["copiedPages"]!.GetValue<long>() - report["predictedPages"]!.GetValue<long>(), -Tolerance, Tolerance);
        Assert.True(report["deepSizeBytes"]!.GetValue<long>() > 0);

        var own = await CowAsync("measure", "--json", "--parent-code", "var x = new object();", "--child-code", "lock (x) { }");
        Assert.Equal((0, ""), (own.ExitCode, own.Errors));

        foreach (var command in Commands())
        {
            var done = await CowAsync(command.Split(' '));
            Assert.True((done.ExitCode, done.Errors) == (0, ""), $"cow {command}: exit code {done.ExitCode}\n{done.Errors}");
            if (command == "doctor") Assert.Contains("✓ dotnet: .NET 10", done.Output);
        }

        var nothing = await CowAsync("run");
        Assert.Equal(2, nothing.ExitCode);
        Assert.Contains("There is no folder notebooks/", nothing.OneLine());

        await File.WriteAllTextAsync(Path.Combine(empty, "mine.ipynb"), Notebook, TestContext.Current.CancellationToken);
        var run = await CowAsync("run", "mine.ipynb");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("42", await File.ReadAllTextAsync(Path.Combine(empty, "book/mine.html"), TestContext.Current.CancellationToken));

        var kernel = await CowAsync("kernel", "install", "--prefix", empty);
        Assert.Equal((0, ""), (kernel.ExitCode, kernel.Errors));
        var spec = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(empty, "share/jupyter/kernels/.net-csharp/kernel.json"), TestContext.Current.CancellationToken))!;
        // The command itself, not the folder of this version, which the next update removes.
        Assert.Equal([Path.Combine(tools, "cow"), "kernel", "start", "{connection_file}"], spec["argv"]!.AsArray().Select(word => word!.ToString()));
        Assert.True(File.Exists(Path.Combine(spec["env"]!["DOTNET_ROOT"]!.ToString(), "dotnet")));
    }

    [Fact]
    public void Two_packages_are_made_and_each_says_what_it_is()
    {
        var files = Directory.GetFiles(packed.Packages, "*.nupkg").Order(StringComparer.Ordinal).ToList();
        Assert.Equal([$"CowNotebooks.Cow.{packed.Version}.nupkg", $"CowNotebooks.Lab.{packed.Version}.nupkg"], files.Select(Path.GetFileName));
        foreach (var file in files)
        {
            using var package = ZipFile.OpenRead(file);
            var description = Description(package);
            foreach (var said in new[] { "<license type=\"expression\">MIT</license>",
                "<readme>README.md</readme>", "<authors>The CowNotebooks authors</authors>", "<tags>copy-on-write ", "<description>" })
                Assert.Contains(said, description);
            Assert.Contains(package.Entries, entry => entry.FullName == "README.md");
            Assert.Contains(package.Entries, entry => entry.FullName == "LICENSE");
            Assert.Equal((128, 128), SizeOfPicture(package.GetEntry(IconName().Match(description).Groups[1].Value)!));
        }
        var packable = Directory.GetFiles(Path.Combine(Source.Root, "lib"), "*.csproj", SearchOption.AllDirectories)
            .Where(project => File.ReadAllText(project).Contains("<IsPackable>true", StringComparison.Ordinal));
        Assert.Equal(["Cow.csproj", "Lab.csproj"], packable.Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Symbols_hold_the_text_of_every_source_file_and_its_address_where_the_repository_has_one()
    {
        using var package = ZipFile.OpenRead(Path.Combine(packed.Packages, $"CowNotebooks.Lab.{packed.Version}.nupkg"));
        using var symbols = ZipFile.OpenRead(Path.Combine(packed.Packages, $"CowNotebooks.Lab.{packed.Version}.snupkg"));
        var files = symbols.Entries.Where(entry => entry.FullName.EndsWith(".pdb", StringComparison.Ordinal)).ToList();
        Assert.Superset(
            package.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("lib/", StringComparison.Ordinal) && name.EndsWith(".dll", StringComparison.Ordinal)).ToHashSet(),
            files.Select(entry => Path.ChangeExtension(entry.FullName, ".dll")).ToHashSet());
        var repository = RepositoryUrl().IsMatch(Description(package));
        Assert.All(files, file =>
        {
            using var content = new MemoryStream();
            using (var opened = file.Open()) opened.CopyTo(content);
            content.Position = 0;
            using var provider = MetadataReaderProvider.FromPortablePdbStream(content);
            var reader = provider.GetMetadataReader();
            Assert.Equal(repository, Has(reader, EntityHandle.ModuleDefinition, SourceLink));
            Assert.NotEmpty(reader.Documents);
            Assert.All(reader.Documents, document => Assert.True(Has(reader, document, EmbeddedSource), reader.GetString(reader.GetDocument(document).Name)));
        });
    }

    // The kinds of what a portable PDB says besides: dotnet/runtime, docs/design/specs/PortablePdb-Metadata.md.
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE"), SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private static bool Has(MetadataReader reader, EntityHandle of, Guid kind) =>
        reader.GetCustomDebugInformation(of).Any(said => reader.GetGuid(reader.GetCustomDebugInformation(said).Kind) == kind);

    // A PNG begins with 8 bytes of signature and the chunk IHDR: its length, its name, width and height, big-endian (RFC 2083, 4.1.1).
    private static (int Width, int Height) SizeOfPicture(ZipArchiveEntry entry)
    {
        var header = new byte[24];
        using var content = entry.Open();
        content.ReadExactly(header);
        Assert.Equal("\u0089PNG\r\n\u001a\n", Encoding.Latin1.GetString(header, 0, 8));
        return (BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(20)));
    }

    // The README's commands that need no file, no other language and no minute; tests/Cow.Tests runs them all, from where they were built.
    private static IEnumerable<string> Commands() => CommandLine().Matches(File.ReadAllText(Path.Combine(Source.Root, "README.md"))).Select(match => match.Groups[1].Value.Trim())
        .Where(command => command.Split(' ')[0] is "measure" or "ps" or "attach" or "doctor"
            && !command.Contains("python", StringComparison.Ordinal) && !command.Contains("./", StringComparison.Ordinal))
        .Select(command => command.Replace("1234", $"{Environment.ProcessId}", StringComparison.Ordinal));

    private static string Description(ZipArchive package)
    {
        using var reader = new StreamReader(package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open());
        return reader.ReadToEnd();
    }

    // The words of the README's line below "Install" that begins so, without "dotnet" itself.
    private static IEnumerable<string> Installing(string begin) => File.ReadLines(Path.Combine(Source.Root, "README.md")).SkipWhile(line => line != "## Install")
        .First(line => line.StartsWith(begin, StringComparison.Ordinal)).Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1);

    [GeneratedRegex("^dotnet run --project lib/Cow -- (.*?)(?:#.*)?$", RegexOptions.Multiline)]
    private static partial Regex CommandLine();

    [GeneratedRegex("<repository [^>]*url=\"https")]
    private static partial Regex RepositoryUrl();

    [GeneratedRegex("<icon>(.+?)</icon>")]
    private static partial Regex IconName();

    private const string Notebook = """
        {"cells":[{"cell_type":"code","execution_count":null,"id":"a","metadata":{},"outputs":[],"source":"6 * 7"}],"metadata":{},"nbformat":4,"nbformat_minor":5}
        """;

    /// <summary>A console program of the README's lines, and nothing else.</summary>
    private string Program(string name, string reference)
    {
        var folder = packed.EmptyFolder(name);
        File.WriteAllText(Path.Combine(folder, "program.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                {reference}
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Lines().Match(File.ReadAllText(Path.Combine(Source.Root, "README.md"))).Groups[1].Value);
        return folder;
    }

    // The first C# below the heading.
    [GeneratedRegex(@"^## The library, in ten lines\n.*?^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Lines();

    [GeneratedRegex(@"([\d,]+) bytes.*?([\d,]+) pages predicted, ([\d,]+) copied", RegexOptions.Singleline)]
    private static partial Regex Said();

    private static void AssertLaw(string output)
    {
        var said = Said().Match(output);
        Assert.True(said.Success, output);
        var (bytes, predicted, copied) = (Number(1), Number(2), Number(3));
        Assert.True(bytes > 0, output);
        Assert.True(predicted > 0, output);
        Assert.InRange(copied - predicted, -Tolerance, Tolerance);

        long Number(int group) => long.Parse(said.Groups[group].Value.Replace(",", "", StringComparison.Ordinal));
    }

    private static void AssertParentsBeside(string folder)
    {
        Assert.Equal(Directory.GetDirectories(Path.Combine(Source.Root, "lib/Parents")).Select(Path.GetFileName)
            .Order(StringComparer.Ordinal), Directory.GetDirectories(Path.Combine(folder, "parents")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        // Its debug information would be read in the measured child: see CellErrors.
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "parents/dotnet"), "*.pdb"));
        Assert.True(File.Exists(Path.Combine(folder, "parents/dotnet/CowNotebooks.DotNetParent.runtimeconfig.json")));
    }
}
