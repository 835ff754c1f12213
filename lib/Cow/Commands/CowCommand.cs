using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CowNotebooks.Cow.Commands;

/// <summary>A command whose --help ends with examples.</summary>
/// <param name="name">The word after <c>cow</c>.</param>
/// <param name="description">What it does, one sentence.</param>
/// <param name="examples">Whole command lines.</param>
internal abstract class CowCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>True when the command handles SIGINT itself; otherwise SIGINT ends it.</summary>
    public virtual bool TakesInterrupts => false;

    /// <summary>True when a signal may end the command at any moment, as it does by itself: it writes no file and starts no process.</summary>
    public virtual bool OnlyPrints => false;

    /// <summary>Adds the examples to the --help of every command below <paramref name="root"/>.</summary>
    public static void ShowExamples(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new Help((HelpAction)help.Action!);
    }

    /// <summary>The library's help, and the examples.</summary>
    public sealed class Help(HelpAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            if (parseResult.CommandResult.Command is RootCommand root)
            {
                WriteRoot(root);
                return ExitCodes.Ok;
            }

            // Where output is no terminal, its own guess is a line without end.
            help.MaxWidth = Terminal.Width;
            var result = help.Invoke(parseResult);
            if (parseResult.CommandResult.Command is not CowCommand command) return result;
            var output = parseResult.InvocationConfiguration.Output;
            foreach (var line in command.Details) Terminal.WriteParagraph(line);
            output.WriteLine("Examples:");
            foreach (var example in command.Examples) output.WriteLine($"  {example}");
            output.WriteLine();
            return result;
        }

        /// <summary>The help of <c>cow</c> itself, as the library would write it: its own takes as long as everything else, for its queries over pairs are compiled each time.</summary>
        private static void WriteRoot(RootCommand root)
        {
            Console.WriteLine("Description:");
            Terminal.WriteParagraph($"  {root.Description}");
            Console.WriteLine("\nUsage:\n  cow [command] [options]\n\nOptions:");
            foreach (var option in root.Options)
            {
                var names = option.Aliases.Where(alias => alias.StartsWith('-')).Append(option.Name).ToList();
                names.Sort((one, other) => one.Length.CompareTo(other.Length) is not 0 and var order ? order : string.CompareOrdinal(one, other));
                WriteNamed(string.Join(", ", names), 14, option.Description ?? "");
            }

            Console.WriteLine("\nCommands:");
            foreach (var command in root.Subcommands) WriteNamed(command.Name, 7, command.Description ?? "");
            Console.WriteLine();
        }

        private static void WriteNamed(string name, int columns, string text)
        {
            foreach (var line in text.Split('\n'))
            {
                Terminal.WriteParagraph(line.Length == 0 ? "" : $"  {name.PadRight(columns)}  {line}", columns + 2);
                name = "";
            }
        }
    }

    /// <summary>Further text of --help, before the examples; computed only when shown.</summary>
    protected virtual IEnumerable<string> Details => [];

    private IReadOnlyList<string> Examples { get; } = examples;
}
