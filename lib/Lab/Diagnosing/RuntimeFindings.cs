using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;

namespace CowNotebooks.Lab.Diagnosing;

/// <summary>What can run as parent and child: each parent is started and asked for its version.</summary>
internal static class RuntimeFindings
{
    public static async Task<IReadOnlyList<Finding>> AllAsync()
    {
        var findings = new List<Finding>();
        foreach (var name in Runtime.Names)
        {
            findings.Add(await OfAsync(name, name, interpreter: null).ConfigureAwait(false));
            foreach (var other in Runtime.Parse(name).OtherInterpreters) findings.Add(await OtherAsync(name, other).ConfigureAwait(false));
        }

        return findings;
    }

    /// <summary>Nobody needs it: a missing one is information.</summary>
    private static async Task<Finding> OtherAsync(string name, string interpreter) => SearchPath.Find(interpreter) is { } path
        ? await OfAsync(name, interpreter, path).ConfigureAwait(false)
        : new(null, interpreter, $"not found. Installed, it can be measured too: --runtime {name} --interpreter {interpreter}");

    private static async Task<Finding> OfAsync(string name, string what, string? interpreter)
    {
        var options = $"--runtime {name}{(interpreter is null ? "" : $" --interpreter {interpreter}")}";
        try
        {
            var runtime = Runtime.Parse(name, interpreter);
            // Not opened: in a notebook the current laboratory stays what it is.
            var lab = await Laboratory.StartAsync(runtime, null, new LabOptions(), CancellationToken.None).ConfigureAwait(false);
            await using (lab.ConfigureAwait(false)) return new(true, what, $"{lab.RuntimeVersion}, by {runtime.Program}: {options} can be measured");
        }
        catch (Exception error) when (error is LabUsageException or ParentNotStartedException or ProcessFailedException)
        {
            return new(false, what, $"{options} cannot be measured: {error.Message}");
        }
    }
}
