using System.Globalization;
using System.Text.RegularExpressions;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab;
using CowNotebooks.Procfs;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;

namespace CowNotebooks.Interactive.Cells;

/// <summary>A cell that failed, as the reader is told: what happened, in which line, what to do. Never a stack trace of ours.</summary>
internal static partial class CellFailure
{
    /// <summary>Does something for a cell; what goes wrong fails the cell with a sentence.</summary>
    public static async Task GuardAsync(KernelCommand command, KernelInvocationContext context, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception error) when (error is LabUsageException or ProcessFailedException or ParentNotStartedException or SessionFolderException or ProcException)
        {
            context.Fail(command, message: error.Message);
        }
        catch (OperationCanceledException)
        {
            // Whoever cancelled has failed the cell.
        }
    }

    /// <summary>
    /// "NameError: name 'x' is not defined (cell, line 2)", and below it all that the language says of it; of another end its sentence and what to do.
    /// </summary>
    public static string Of(Outcome outcome)
    {
        if (outcome is not Raised raised) return $"{outcome} {outcome.Remedy}".TrimEnd();
        var text = raised.Text.TrimEnd();
        var first = LineIn(raised.Message) is null && LineOf(raised) is { } line ? string.Create(CultureInfo.InvariantCulture, $"{raised.Message} (cell, line {line})") : raised.Message;
        return text == raised.Message ? first : $"{first}\n\n{text}";
    }

    // Languages print the innermost call next to the message: CPython before it, .NET after it.
    private static string? LineOf(Raised raised)
    {
        var end = raised.Text.LastIndexOf(raised.Message, StringComparison.Ordinal);
        return end < 0 ? null : LineIn(raised.Text[end..]) ?? MentionOfLine().Matches(raised.Text).LastOrDefault()?.Groups[1].Value;
    }

    private static string? LineIn(string text) => MentionOfLine().Match(text) is { Success: true } mention ? mention.Groups[1].Value : null;

    // File "cell", line 2 · cell:line 2 · cell line 2 · cell:2 · cell(2,11)
    [GeneratedRegex("""\bcell"?(?:, line |:line | line |:|\()(\d+)""")]
    private static partial Regex MentionOfLine();
}
