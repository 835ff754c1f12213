using CowNotebooks.Notebooks;

namespace CowNotebooks.Cow;

/// <summary>What a person is told of a notebook that was executed.</summary>
internal static class OutcomeText
{
    private const int MostOutput = 20;

    /// <summary>In a word or two.</summary>
    public static string Of(NotebookRun run) => run switch
    {
        { Failure: { } failure } => $"FAILED at cell {failure.Number}",
        { Allowed.Count: 0 } => "passed",
        { Allowed: [var one] } => $"ran to the end, cell {one.Number} failed",
        { Allowed: var several } => $"ran to the end, {several.Count} cells failed",
    };

    /// <summary>Each failed cell with its error and output, and what was not run.</summary>
    public static IEnumerable<string> Details(NotebookRun run)
    {
        foreach (var cell in run.Allowed.SelectMany(Failed)) yield return cell;
        if (run.Failure is not { } failure) yield break;
        foreach (var line in Failed(failure)) yield return line;
        if (run.Cells > failure.Number) yield return NotRun(run.Cells - failure.Number, failure.IsEngineGone);
    }

    private static IEnumerable<string> Failed(CellFailure failure)
    {
        foreach (var line in failure.Error.Traceback) yield return line;
        if (failure.Output.Length == 0) yield break;
        yield return "output so far:";
        foreach (var line in failure.Output.TrimEnd().Split('\n').TakeLast(MostOutput)) yield return $"  {line}";
    }

    private static string NotRun(int count, bool isEngineGone)
    {
        var cells = count == 1 ? "The cell after it" : $"The {count} cells after it";
        return isEngineGone
            ? $"{cells} cannot run: the engine and all variables are gone."
            : $"{cells} {(count == 1 ? "was" : "were")} not run; --allow-errors goes on.";
    }
}
