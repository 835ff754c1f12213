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

    /// <summary>Adds the examples to the --help of every command below <paramref name="root"/>.</summary>
    public static void ShowExamples(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
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
    }

    /// <summary>Further text of --help, before the examples; computed only when shown.</summary>
    protected virtual IEnumerable<string> Details => [];

    private IReadOnlyList<string> Examples { get; } = examples;
}
