using System.CommandLine;

namespace CowNotebooks.Cow.Commands;

/// <summary>The notebooks a command works on: all when none is named.</summary>
internal sealed class NotebooksArgument : Argument<string[]>
{
    public NotebooksArgument()
        : base("NOTEBOOK")
    {
        Description = "Notebooks (.ipynb). All of notebooks/, in order, when none is named.";
        Arity = ArgumentArity.ZeroOrMore;
    }
}
