using CowNotebooks.Interactive;
using CowNotebooks.Lab;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

namespace CowNotebooks.Tests.Interactive;

/// <summary>.NET Interactive's engine with C#, and our cells in it. Laboratories are opened by the test, in the same process.</summary>
internal sealed class Engine : IDisposable
{
    private readonly CompositeKernel _kernel = [];

    public Engine()
    {
        _kernel.Add(new CSharpKernel().UseValueSharing());
        _kernel.DefaultKernelName = "csharp";
        LaboratoryKernels.AddTo(_kernel);
    }

    public Kernel this[string name] => _kernel.FindKernelByName(name);

    /// <summary>A laboratory of a small size, which is the current one.</summary>
    public static Task<Laboratory> OpenAsync(Runtime runtime, LabOptions? options = null) =>
        Laboratory.OpenAsync(runtime, new { Size = 100_000 }, options, TestContext.Current.CancellationToken);

    /// <summary>What a cell shows; it must not fail.</summary>
    public async Task<Shown> RunAsync(string cell)
    {
        var shown = await TryAsync(cell);
        Assert.Null(shown.Error);
        return shown;
    }

    /// <summary>The message with which a cell fails.</summary>
    public async Task<string> FailAsync(string cell)
    {
        var error = (await TryAsync(cell)).Error;
        Assert.NotNull(error);
        Assert.DoesNotContain("   at CowNotebooks", error, StringComparison.Ordinal);
        return error;
    }

    public async Task<Shown> TryAsync(string cell) => new((await SendAsync(new SubmitCode(cell))).Events);

    public Task<KernelCommandResult> SendAsync(KernelCommand command) => _kernel.SendAsync(command, TestContext.Current.CancellationToken);

    /// <summary>The completions at the end of a cell.</summary>
    public async Task<string[]> CompleteAsync(string cell)
    {
        var lines = cell.Split('\n');
        var result = await SendAsync(new RequestCompletions(cell, new LinePosition(lines.Length - 1, lines[^1].Length)));
        return [.. result.Events.OfType<CompletionsProduced>().SelectMany(produced => produced.Completions).Select(item => item.InsertText)];
    }

    public void Dispose() => _kernel.Dispose();
}

/// <summary>What a cell showed.</summary>
internal sealed class Shown(IReadOnlyList<KernelEvent> events)
{
    public string? Error => events.OfType<CommandFailed>().LastOrDefault()?.Message;

    public string Output => string.Concat(events.OfType<StandardOutputValueProduced>().SelectMany(one => one.FormattedValues).Select(value => value.Value));

    public string? Value => events.OfType<ReturnValueProduced>().LastOrDefault()?.FormattedValues.First().Value;

    /// <summary>The displayed values: by MIME type.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Displays =>
        [.. events.OfType<DisplayedValueProduced>().Select(one => one.FormattedValues.ToDictionary(value => value.MimeType, value => value.Value))];

    /// <summary>The one display of a cell that was measured.</summary>
    public IReadOnlyDictionary<string, string> Picture => Assert.Single(Displays);
}
