using System.CommandLine;

namespace CowNotebooks.Cow.Commands;

/// <summary><c>cow run</c>: executes notebooks and writes the book.</summary>
internal sealed class RunCommand : CowCommand
{
    public RunCommand()
        : base(
            "run",
            "Executes notebooks, each in a process of its own, and writes the executed notebooks and a book of linked HTML pages.",
            "cow run",
            "cow run notebooks/02-copy-on-read.ipynb -p Size=2000000 --out /tmp/book")
    {
        var notebooks = new NotebooksArgument();
        var values = new Option<string[]>("--parameter", "-p")
        {
            Description = "Sets a variable of the cell tagged 'parameters', in each notebook that declares it. May be repeated.",
            HelpName = "NAME=VALUE",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        var output = new Option<string?>("--out") { Description = "Where the book and the executed notebooks go. [default: book/ beside notebooks/]", HelpName = "DIR" };
        var limit = new Option<double>("--timeout") { Description = "How long one cell may run.", HelpName = "SECONDS", DefaultValueFactory = _ => 300 };
        foreach (var symbol in new Option[] { values, output, limit }) Add(symbol);
        Add(notebooks);
        SetAction((parsed, cancel) => BookRun.Plan(
            parsed.GetValue(notebooks) ?? [], parsed.GetValue(values) ?? [], parsed.GetValue(output), parsed.GetValue(limit)).ExecuteAsync(cancel));
    }
}
