using System.Text.RegularExpressions;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Tests.Faults;

/// <summary>A cell of the table: something goes wrong at a step.</summary>
/// <param name="Part">The part of the table that it stands in.</param>
/// <param name="Step">Who is doing what.</param>
/// <param name="What">What goes wrong.</param>
/// <param name="InjectAsync">Makes it go wrong, sees that nothing is left, and says what came of it.</param>
internal sealed record Fault(string Part, string Step, string What, Func<Task<Ending>> InjectAsync);

/// <summary>What came of a fault.</summary>
/// <param name="Name">The named outcome: the type, as the library calls it.</param>
/// <param name="Says">What a user is told.</param>
/// <param name="Afterwards">Whether the laboratory goes on; or what is left of the file.</param>
internal sealed partial record Ending(string Name, string Says, string Afterwards)
{
    public const string GoesOn = "the laboratory goes on", Open = "says to open another laboratory", NeverOpened = "none was opened";

    public static Ending Of(Outcome outcome, string afterwards) => new(outcome.GetType().Name, $"{outcome} {outcome.Remedy}".TrimEnd(), afterwards);

    public static Ending Of(Exception error, string afterwards) => error switch
    {
        ProcessFailedException failed => new(failed.Outcome.GetType().Name, failed.Message, afterwards),
        ParentNotStartedException => new("ParentNotStarted", error.Message, afterwards),
        LabUsageException => new("LabUsage", error.Message, afterwards),
        SessionFolderException => new("SessionFolder", error.Message, afterwards),
        _ => throw new InvalidOperationException($"Not a named outcome: {error.GetType().Name}: {error.Message}", error),
    };

    /// <summary>Without what differs from run to run: places and process identifiers.</summary>
    public Ending Without(params string[] places)
    {
        var says = places.Where(place => place.Length > 0).Aggregate(Says, (text, place) => text.Replace(place, "…", StringComparison.Ordinal));
        return this with { Says = Lines().Replace(SessionFolders().Replace(Processes().Replace(says, "$1N"), "cow-…"), " ⏎ ") };
    }

    /// <summary>Whether a laboratory can still be used, and says what to do when it cannot.</summary>
    public static async Task<string> AfterwardsAsync(Laboratory lab, CancellationToken cancel)
    {
        try
        {
            var run = await lab.RunAsync("1", cancel);
            await using var child = await lab.ForkAsync(cancel: cancel);
            run = run.Outcome.IsCompleted ? await child.RunAsync("1", cancel: cancel) : run;
            return run.Outcome.IsCompleted ? GoesOn : $"neither works nor says why not: {run.Outcome}";
        }
        catch (ProcessFailedException)
        {
            // The first to see that the parent has gone; the next one says what to do.
            var error = await Assert.ThrowsAsync<ProcessFailedException>(() => lab.RunAsync("1", cancel));
            return error.Message.Contains("Open another", StringComparison.Ordinal) ? Open : $"does not say what to do: {error.Message}";
        }
    }

    [GeneratedRegex(@"\b(process |pid=(?!1\b))\d+")]
    private static partial Regex Processes();

    [GeneratedRegex(@"cow-\d+-\w+")]
    private static partial Regex SessionFolders();

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex Lines();
}

/// <summary>This machine cannot make that fault.</summary>
/// <param name="because">What it lacks, and how to get it.</param>
/// <param name="isOfKernel">True when nothing that is installed would help, such as in a container that may mount nothing: then the row of the table is left out, and said.</param>
internal sealed class NotHereException(string because, bool isOfKernel = false) : Exception(because)
{
    public bool IsOfKernel { get; } = isOfKernel;
}
