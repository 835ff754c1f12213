using System.CommandLine;

namespace CowNotebooks.Cow.Commands;

/// <summary>The notebooks a command works on: by default all.</summary>
internal sealed class NotebooksArgument : Argument<string[]>
{
    public NotebooksArgument()
        : base("NOTEBOOK")
    {
        Description = "Notebooks (.ipynb or .dib). Default: all .ipynb of notebooks/, in order.";
        Arity = ArgumentArity.ZeroOrMore;
    }
}
