using System.Text.Json.Nodes;
using CowNotebooks.Tests;

namespace CowNotebooks.Jupyter.Tests;

/// <summary>Every notebook of the repository, executed by nbclient: by our Jupyter kernel and by the real tool's, each once.</summary>
public sealed class ExecutedNotebooks : IAsyncDisposable
{
    // Small: what the notebooks measure is judged elsewhere.
    private const string Size = "20000";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cow-jupyter-executed-");

    // Side by side, on two cores.
    private readonly Lazy<(Task<string> Ours, Task<string> Real)> _both;

    public ExecutedNotebooks() => _both = new(() => (ExecuteAsync(KernelSpec.DefaultName), ExecuteAsync(RealTool.KernelName)));

    /// <summary>The names of the notebooks, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Sources.Select(path => Path.GetFileNameWithoutExtension(path)!)];

    private static string[] Sources => [.. Directory.GetFiles(Path.Combine(Source.Root, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal)];

    /// <summary>The folder of what our kernel made: <c>NAME.ipynb</c> and <c>NAME.html</c>.</summary>
    public Task<string> OursAsync() => _both.Value.Ours;

    /// <summary>The folder of what the real tool made.</summary>
    public Task<string> RealAsync() => _both.Value.Real;

    /// <summary>A notebook's file, as it is in the repository.</summary>
    public static JsonNode SourceOf(string name) => Read(Path.Combine(Source.Root, "notebooks"), name);

    /// <summary>An executed notebook of one of the folders.</summary>
    public static JsonNode Read(string folder, string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, $"{name}.ipynb")))!;

    public async ValueTask DisposeAsync()
    {
        // Whoever awaited them knows how they ended.
        if (_both.IsValueCreated) await Task.WhenAll(_both.Value.Ours, _both.Value.Real).ContinueWith(_ => { }, TaskScheduler.Default);
        _folder.Delete(recursive: true);
    }

    private async Task<string> ExecuteAsync(string kernel)
    {
        var folder = _folder.CreateSubdirectory(kernel).FullName;
        await Python.RunAsync(["nbclient", "nbconvert"], "notebooks.py", [kernel, Size, folder, .. Sources]);
        return folder;
    }
}
