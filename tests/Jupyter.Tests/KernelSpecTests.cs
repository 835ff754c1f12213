using System.Text.Json.Nodes;
using CowNotebooks.Tests;

namespace CowNotebooks.Jupyter.Tests;

public class KernelSpecTests : IDisposable
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("cow-jupyter-spec-");

    [Fact]
    public async Task An_installed_kernel_names_its_command_and_brings_logos_and_is_removed_without_trace()
    {
        var (exitCode, output) = await CowAsync("kernel", "install", "--prefix", _scratch.FullName);
        var folder = Path.Combine(_scratch.FullName, "share/jupyter/kernels/.net-csharp");
        Assert.Equal((0, $"The Jupyter kernel is installed in {folder}. Jupyter front ends show it as .NET (C#).\n"), (exitCode, output));
        var spec = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "kernel.json"), TestContext.Current.CancellationToken))!;
        var command = spec["argv"]!.AsArray().Select(word => word!.ToString()).ToList();
        Assert.Equal(["kernel", "start", "{connection_file}"], command.TakeLast(3));
        Assert.All([command[0], command[2]], file => Assert.True(File.Exists(file), file));
        Assert.Equal(("C#", "message"), (spec["language"]!.ToString(), spec["interrupt_mode"]!.ToString()));
        // The signature of a PNG file.
        Assert.Equal([0x89, .. "PNG"u8], (await File.ReadAllBytesAsync(Path.Combine(folder, "logo-64x64.png"), TestContext.Current.CancellationToken)).Take(4));
        Assert.Equal(0, (await CowAsync("kernel", "install", "--prefix", _scratch.FullName)).ExitCode);
        Assert.Equal(0, (await CowAsync("kernel", "uninstall", "--prefix", _scratch.FullName)).ExitCode);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Another_programs_kernel_is_left_alone_unless_forced()
    {
        var kernel = Directory.CreateDirectory(Path.Combine(_scratch.FullName, "kernels", "other")).FullName;
        await File.WriteAllTextAsync(Path.Combine(kernel, "kernel.json"), "{\"argv\":[\"dotnet-interactive\"]}", TestContext.Current.CancellationToken);
        var (exitCode, output) = await CowAsync("kernel", "install", "--name", "other");
        Assert.Equal((1, $"{kernel} belongs to another program. Overwrite it with --force, or choose another name with --name.\n"), (exitCode, output));
        Assert.Equal(1, (await CowAsync("kernel", "uninstall", "--name", "other")).ExitCode);
        Assert.Equal(0, (await CowAsync("kernel", "install", "--name", "other", "--force")).ExitCode);
        Assert.Equal(0, (await CowAsync("kernel", "uninstall", "--name", "other", "--user")).ExitCode);
    }

    [Theory]
    [InlineData(2, "name different places", "kernel", "install", "--user", "--sys-prefix")]
    [InlineData(1, "cannot be a kernel's name", "kernel", "install", "--name", "a/b")]
    [InlineData(1, "cannot be a kernel's name", "kernel", "install", "--name", "..")]
    [InlineData(1, "There is no kernel", "kernel", "uninstall")]
    [InlineData(1, "cannot be read", "kernel", "start", "/nowhere/connection.json")]
    [InlineData(2, "There is no nosuch.ipynb", "open", "nosuch.ipynb")]
    public async Task What_cannot_be_done_is_said_in_a_sentence(int exitCode, string message, params string[] arguments)
    {
        var (ended, output) = await CowAsync(arguments);
        Assert.Equal(exitCode, ended);
        Assert.Contains(message, Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("{}", "lacks shell_port")]
    [InlineData("[]", "no JSON object")]
    [InlineData("{\"a\":1,\"a\":2}", "no JSON object")]
    [InlineData("{\"transport\":\"udp\"}", "neither tcp nor ipc")]
    [InlineData("{\"key\":\"k\",\"signature_scheme\":\"hmac-md5\"}", "not hmac-sha256")]
    [InlineData("{\"shell_port\":\"x\"}", "no connection file")]
    public async Task A_connection_file_that_does_not_fit_is_refused_with_the_reason(string json, string reason)
    {
        var file = Path.Combine(_scratch.FullName, "connection.json");
        await File.WriteAllTextAsync(file, json, TestContext.Current.CancellationToken);
        var (exitCode, output) = await CowAsync("kernel", "start", file);
        Assert.Equal(1, exitCode);
        Assert.Contains(reason, Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    public void Dispose()
    {
        _scratch.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private async Task<(int ExitCode, string Output)> CowAsync(params string[] arguments)
    {
        var result = await CowCommand.RunInAsync(_scratch.FullName, new Dictionary<string, string> { ["JUPYTER_DATA_DIR"] = _scratch.FullName }, arguments);
        return (result.ExitCode, result.Output + result.Errors);
    }
}
