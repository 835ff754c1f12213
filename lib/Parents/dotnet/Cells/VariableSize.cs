using CowNotebooks.Forking.Messages;
using CowNotebooks.Sizing;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>The size and place of what a variable holds: the basis of predictions.</summary>
internal static class VariableSize
{
    public static SizeAnswer Of(object value)
    {
        // Objects in the oldest generation stay in place. In a younger one a collection during the walk would move them away from the parent's addresses.
        var mayMove = GC.GetGeneration(value) < GC.MaxGeneration;
        var collections = GC.CollectionCount(0);
        var size = DeepSize.Of(value);
        using var notes = new ElementNotes();
        Elements.Note(value, notes);
        if (mayMove && GC.CollectionCount(0) != collections)
            throw new CellFailedException(
                "A collection moved the objects while their addresses were read. Fork again while no other child is alive: the parent then collects before it forks.");
        return new SizeAnswer(size.Objects, size.Bytes, size.ShallowBytes)
        {
            Types = [.. size.ByType.Select(type => new SizeOfType(type.Objects, type.Bytes, type.Type.Replace("Submission#0.", "", StringComparison.Ordinal)))],
            Pages = notes.Pages(),
            Elements = notes.Elements(),
            Others = notes.Others(),
        };
    }
}
