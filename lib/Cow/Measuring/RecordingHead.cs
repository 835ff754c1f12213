using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.InteropServices;
using CowNotebooks.Cow.Commands.Measuring;
using CowNotebooks.Notebooks;

namespace CowNotebooks.Cow.Measuring;

/// <summary>The head of a recording: how it was made.</summary>
internal static class RecordingHead
{
    /// <summary>Where and when, in one line.</summary>
    public static string Where()
    {
        var here = Provenance.Here();
        // The suffix after the version is the builder's.
        var kernel = here.Kernel?.Split('-')[0] ?? "of unknown version";
        return string.Create(CultureInfo.InvariantCulture,
            $"recorded on {here.Date:yyyy-MM-dd} on {here.System ?? "an unknown system"}, Linux {kernel}, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}, {here.Cpu}; sizes are bytes");
    }

    /// <summary>The command that measures it again, to be run in the same folder. It contains no path of this machine.</summary>
    /// <param name="parsed">The parsed command line.</param>
    /// <param name="leftOut">Options that only affect how the report is shown.</param>
    public static string Command(ParseResult parsed, params Option[] leftOut) => $"cow {parsed.CommandResult.Command.Name} " + ShellWords.Join(
        parsed.CommandResult.Children.OfType<OptionResult>().Where(option => !option.Implicit && !leftOut.Contains(option.Option))
            .SelectMany(option => option.Tokens.Count == 0 ? [option.Option.Name]
                : option.Tokens.SelectMany(token => new[] { option.Option.Name, option.Option.HelpName == CodeOptions.Code ? token.Value : Portable(token.Value) })));

    /// <summary>A full path relative to the current folder, or for a path outside it the file name, by which an interpreter is found on PATH.</summary>
    private static string Portable(string word)
    {
        if (!Path.IsPathRooted(word)) return word;
        var fromHere = Path.GetRelativePath(Environment.CurrentDirectory, word);
        return fromHere.StartsWith("..", StringComparison.Ordinal) ? Path.GetFileName(word) : fromHere.Contains('/') ? fromHere : $"./{fromHere}";
    }
}
