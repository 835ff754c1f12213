using System.Globalization;
using CowNotebooks.Lab;

namespace CowNotebooks.Cow.Watching;

/// <summary>
/// Page faults as folded stacks, a line each: the frames, outermost first and with semicolons between them, then a space and how many (Brendan Gregg's format, as
/// flamegraph.pl, speedscope and others read it). The first frame is the process, the second what the faults did.
/// </summary>
internal static class FoldedStacks
{
    /// <summary>The frames of a stack.</summary>
    public static IEnumerable<string> Frames(FaultStack stack) =>
        new[] { stack.Process, FaultTable.Name(stack.Cause) }.Concat(stack.Frames).Select(frame => Terminal.Printable(frame).Replace(';', ':'));

    /// <summary>The lines, in the order of their text.</summary>
    public static IEnumerable<string> Lines(WatchFaults faults) => faults.Stacks
        .GroupBy(stack => string.Join(';', Frames(stack)), stack => stack.Count)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} {group.Sum()}"));
}
