using CowNotebooks.Forking.Messages;
using CowNotebooks.Sizing;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>How big what a variable holds is, and where: the prediction of what a child will write.</summary>
internal static class VariableSize
{
    public static SizeAnswer Of(object value)
    {
        // Of a heap in the oldest generation nothing moves. Of a younger one a collection amid the walk would give addresses that the parent does not have.
        var mayMove = GC.GetGeneration(value) < GC.MaxGeneration;
        var collections = GC.CollectionCount(0);
        var size = DeepSize.Of(value);
        using var notes = new ElementNotes();
        Elements.Note(value, notes);
        if (mayMove && GC.CollectionCount(0) != collections)
            throw new CellFailedException("A collection moved the objects while their addresses were read. Fork anew while no other child is alive: the parent then brings them to rest first.");
        return new SizeAnswer(size.Objects, size.Bytes, size.ShallowBytes)
        {
            Types = [.. size.ByType.Select(type => new SizeOfType(type.Objects, type.Bytes, type.Type.Replace("Submission#0.", "", StringComparison.Ordinal)))],
            Pages = notes.Pages(),
            Elements = notes.Elements(),
            Others = notes.Others(),
        };
    }
}
