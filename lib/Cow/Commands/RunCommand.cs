using System.CommandLine;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow run</c>: executes notebooks and writes the book.</summary>
internal sealed class RunCommand : CowCommand
{
    public const string Verb = "run";

    public const string Says = "Executes notebooks, each in a process of its own, and writes the executed notebooks (.ipynb) and a book of linked HTML pages.";

    public RunCommand()
        : base(Verb, Says,
            "cow run",
            "cow run lesson.dib --allow-errors",
            "cow run notebooks/04-copy-on-read.ipynb -p Size=2000000 --out /tmp/book")
    {
        var notebooks = new NotebooksArgument();
        var values = new Option<string[]>("--parameter", "-p")
        {
            Description = "Sets a variable of the cell tagged 'parameters', in each notebook that declares it. In a .dib that is the C# cell that begins with the line // parameters. May be repeated.",
            HelpName = "NAME=VALUE",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        var output = new Option<string?>("--out") { Description = "Where the book and the executed notebooks go. [default: book/ beside notebooks/]", HelpName = "DIR" };
        // With 10 million elements one cell of notebooks 10 and 12 takes more than five minutes.
        var limit = new Option<double>("--timeout") { Description = "How long one cell may run.", HelpName = "SECONDS", DefaultValueFactory = _ => 1200 };
        var errors = new Option<bool>("--allow-errors")
        {
            Description = "Goes on after a cell that failed, shows its error, and ends with exit code 0. A cell tagged 'raises-exception' may fail without it.",
        };
        foreach (var symbol in new Option[] { values, output, limit, errors }) Add(symbol);
        Add(notebooks);
        SetAction((parsed, cancel) => BookRun.Plan(
            parsed.GetValue(notebooks) ?? [], parsed.GetValue(values) ?? [], parsed.GetValue(output), parsed.GetValue(limit), parsed.GetValue(errors)).ExecuteAsync(cancel));
    }
}
