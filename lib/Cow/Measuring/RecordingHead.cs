using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.InteropServices;
using CowNotebooks.Notebooks;

namespace CowNotebooks.Cow.Measuring;

/// <summary>What the head of a recording says of how it was made.</summary>
internal static class RecordingHead
{
    /// <summary>Where and when, in one line.</summary>
    public static string Where()
    {
        var here = Provenance.Here();
        // What stands behind the version is the builder's own mark.
        var kernel = here.Kernel?.Split('-')[0] ?? "of unknown version";
        return string.Create(CultureInfo.InvariantCulture,
            $"recorded on {here.Date:yyyy-MM-dd} on {here.System ?? "an unknown system"}, Linux {kernel}, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}, {here.Cpu}; sizes are bytes");
    }

    /// <summary>The command that measures it again, to be run in the folder where it was run first. It names no path of this machine.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="leftOut">Options that only say how the report is shown.</param>
    public static string Command(ParseResult parsed, params Option[] leftOut) => $"cow {parsed.CommandResult.Command.Name} " + ShellWords.Join(
        parsed.CommandResult.Children.OfType<OptionResult>().Where(option => !option.Implicit && !leftOut.Contains(option.Option))
            .SelectMany(option => option.Tokens.Count == 0 ? [option.Option.Name] : option.Tokens.SelectMany(token => new[] { option.Option.Name, Portable(token.Value) })));

    /// <summary>A full path as it is called from here, or when it lies elsewhere by its last name: an interpreter is found on PATH by that.</summary>
    private static string Portable(string word)
    {
        if (!Path.IsPathRooted(word)) return word;
        var fromHere = Path.GetRelativePath(Environment.CurrentDirectory, word);
        return fromHere.StartsWith("..", StringComparison.Ordinal) ? Path.GetFileName(word) : fromHere.Contains('/') ? fromHere : $"./{fromHere}";
    }
}
