using System.Runtime.InteropServices;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab;
using CowNotebooks.Notebooks;

namespace CowNotebooks.Cow.Doctor;

/// <summary>What can run as parent and child: each parent is started and asked for its version.</summary>
internal static class RuntimeFindings
{
    public static IEnumerable<Finding> All() =>
        Runtime.Names.SelectMany(name => Runtime.Parse(name).OtherInterpreters.Select(other => Other(name, other)).Prepend(Of(name))).Prepend(Icu()).Prepend(new(true, ".NET", $"{RuntimeInformation.FrameworkDescription} at {RuntimeEnvironment.GetRuntimeDirectory()}"));

    private static Finding Icu() => Cultures.Library is { } library
        ? new(true, "ICU", $"{library}: the cells of a notebook know every culture")
        : new(false, "ICU", "there is none, so the cells of a notebook know the invariant culture alone. Install it, in Debian 12: apt-get install libicu72; elsewhere what the distribution calls it.");

    /// <summary>Nobody needs it: a missing one is information.</summary>
    private static Finding Other(string name, string interpreter) => SearchPath.Find(interpreter) is { } path
        ? Of(name, interpreter, path)
        : new(null, interpreter, $"not found. Installed, it can be measured too: --runtime {name} --interpreter {interpreter}");

    private static Finding Of(string name) => Of(name, name, interpreter: null);

    private static Finding Of(string name, string what, string? interpreter)
    {
        var options = $"--runtime {name}{(interpreter is null ? "" : $" --interpreter {interpreter}")}";
        try
        {
            var runtime = Runtime.Parse(name, interpreter);
            return new(true, what, $"{VersionAsync(runtime).GetAwaiter().GetResult()}, by {runtime.Program}: {options} can be measured");
        }
        catch (Exception error) when (error is LabUsageException or ParentNotStartedException or ProcessFailedException)
        {
            return new(false, what, $"{options} cannot be measured: {error.Message}");
        }
    }

    private static async Task<string> VersionAsync(Runtime runtime)
    {
        await using var lab = await Laboratory.OpenAsync(runtime).ConfigureAwait(false);
        return lab.RuntimeVersion;
    }
}
