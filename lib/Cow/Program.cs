using System.CommandLine;
using System.CommandLine.Invocation;
using CowNotebooks.Cow;
using CowNotebooks.Cow.Commands;
using CowNotebooks.Forking;
using CowNotebooks.Forking.Observing;
using CowNotebooks.Lab;
using CowNotebooks.Notebooks;
using CowNotebooks.Procfs;

PrintableWriter.TakeErrors();
var root = new RootCommand("Runs notebooks that show copy-on-write after fork(), and measures it.");
CommandList.AddTo(root, args);
CowCommand.ShowExamples(root);

// A word that begins with @ is code (a Perl array, a Ruby variable), not the name of a file with further words.
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parsed.Action is ParseErrorAction)
{
    foreach (var error in parsed.Errors) Console.Error.WriteLine(error.Message);
    Console.Error.WriteLine($"Try: cow {(parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ")}--help");
    return ExitCodes.Usage;
}
try
{
    return parsed.CommandResult.Command is CowCommand { OnlyPrints: true } || parsed.Action is CowCommand.Help
        ? parsed.Invoke(Configuration())
        : RunAsync(parsed).GetAwaiter().GetResult();
}
catch (Exception error) when (error is UsageException or LabUsageException)
{
    Console.Error.WriteLine(error.Message);
    return ExitCodes.Usage;
}
catch (ProcessFailedException error) when (error.Outcome is Raised raised)
{
    // An error of the user's own code: the message of its language says more than one of ours.
    Console.Error.WriteLine(raised.Text);
    return ExitCodes.Failed;
}
catch (Exception error) when (error is NotebookException or ParentNotStartedException or ProcessFailedException or SessionFolderException or ProcException)
{
    Console.Error.WriteLine(error.Message);
    return ExitCodes.Failed;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException)
{
    // A full disk, a folder that may not be written: the message names the path.
    Console.Error.WriteLine($"{error.Message.TrimEnd('.')}. Free some space, or name a place that you may write to.");
    return ExitCodes.Failed;
}

static InvocationConfiguration Configuration() => new() { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };

static async Task<int> RunAsync(ParseResult parsed)
{
    using var interruption = new Interruption(sigint: parsed.CommandResult.Command is not CowCommand { TakesInterrupts: true });
    try
    {
        var exitCode = await parsed.InvokeAsync(Configuration(), interruption.Token);
        return interruption.ExitCode ?? exitCode;
    }
    catch (OperationCanceledException) when (interruption.ExitCode is not null)
    {
        Console.Error.WriteLine("Stopped.");
        return interruption.ExitCode.Value;
    }
}
