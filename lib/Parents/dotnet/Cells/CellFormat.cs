namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>
/// How the compiler of cells and the parent agree on what a compiled cell is: a script submission in an assembly of its own. A resource of the assembly has
/// what the parent needs to run it, in lines: "after NAME" for each cell it continues, first one first, by the name of its assembly, and "library PATH" for
/// each library it names; words are separated by a tab.
/// </summary>
internal static class CellFormat
{
    /// <summary>The class of every submission; a name that no cell can use itself.</summary>
    public const string ClassName = "Submission#0";

    public const string ResourceName = "cell", After = "after", Library = "library";
}
