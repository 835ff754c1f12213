using CowNotebooks.Forking.Messages;

namespace CowNotebooks.Lab.Pages;

/// <summary>Names the word to which an address belongs: a word of an object of the heap, or else the mapping.</summary>
internal sealed class WordNames(Ready parent, ObjectPlaces? places, RunPages pages)
{
    /// <summary>The object, if any, and the name of the word: "header word", "[heap]".</summary>
    public (PlacedObject? Object, string Word) At(ulong address)
    {
        if (places?.At(address) is { } found) return (found, parent.WordAt((long)(address - found.Address)));
        return (null, RunPages.NameOf(pages.After.MappingOf(address / (ulong)Environment.SystemPageSize)));
    }
}
