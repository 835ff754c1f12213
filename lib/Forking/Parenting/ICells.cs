using CowNotebooks.Forking.Messages;

namespace CowNotebooks.Forking.Parenting;

/// <summary>
/// What a .NET parent can do besides forking: run cells. An exception becomes an error answer with its message, and that message is all
/// that the observer learns.
/// </summary>
public interface ICells
{
    /// <summary>In the parent or a child: gives a variable to all its cells from now on.</summary>
    void Assign(string name, CellValue value);

    /// <summary>In the parent: runs the code in a file at top level. Returns its value as text; null without one.</summary>
    string? Run(string file);

    /// <summary>In the parent, just before a fork: prepares the process for the fork, or throws to refuse.</summary>
    /// <param name="childIsAlive">A live child already shares the parent's pages, so writes made now would disturb its figures.</param>
    void BeforeFork(bool childIsAlive);

    /// <summary>In the child: prepares the code in a file without running any of it.</summary>
    IPreparedCell Prepare(string file);

    /// <summary>In a scout: walks all that the variable holds.</summary>
    SizeAnswer Size(string variable);

    /// <summary>In a child or scout: the names of the variables that cells know; with the path of an object, of its members.</summary>
    IReadOnlyList<string> Names(string? path);

    /// <summary>In a child or scout: the value of a variable.</summary>
    CellValue ValueOf(string variable);
}

/// <summary>A cell that a child can run.</summary>
public interface IPreparedCell
{
    /// <summary>Runs it as part <paramref name="number"/> (from 0) of <paramref name="parts"/>. This is what is measured: it does nothing but run the cell.</summary>
    void Run(int number, int parts);

    /// <summary>The value of its last expression as text; null without one.</summary>
    string? Show();
}
