using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using CowNotebooks.Lab;

namespace CowNotebooks.Show;

/// <content>What is looked at before anything is allocated; and solutions.</content>
public sealed partial class Check
{
    /// <summary>Checks that this machine can hold a heap of that size, and a child's copy of it. The cell fails when it cannot, and names the largest that fits.</summary>
    /// <param name="size">How many elements.</param>
    /// <param name="bytesEach">What an element takes in the parent, with the reference to it, in bytes.</param>
    /// <param name="least">So many elements there must be.</param>
    /// <param name="name">What the reader calls the size; the compiler fills it in.</param>
    /// <exception cref="LabUsageException">They do not fit, or are too few.</exception>
    [StackTraceHidden]
    public static Check Size(long size, long bytesEach, long least = 1, [CallerArgumentExpression(nameof(size))] string name = "") => new(
        string.Create(CultureInfo.InvariantCulture,
            $"{size:N0} {(size == 1 ? "element takes" : "elements take")} at most about {HeapMemory.Require(size, bytesEach, least, IsName(name) ? name : "The size")}."),
        isDone: true);

    /// <summary>The solution of a notebook's exercise, folded away: the file solutions/NN.md beside the notebook.</summary>
    /// <param name="notebook">The notebook's number.</param>
    /// <param name="folder">The notebook's folder; by default the current one.</param>
    public static Solution Solution(int notebook, string folder = ".") => Show.Solution.Read(notebook, folder);

    // Not a bare number, which would be said twice.
    private static bool IsName(string expression) => expression.Length > 0 && char.IsLetter(expression[0]);
}
