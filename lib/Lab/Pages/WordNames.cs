namespace CowNotebooks.Lab.Pages;

/// <summary>Names the word to which an address belongs: a word of an element, or else the mapping.</summary>
internal sealed class WordNames(Runtime runtime, ElementPlaces? elements, RunPages pages)
{
    /// <summary>The element, if any, and the name of the word: "header word", "[heap]".</summary>
    public (ulong? Element, string Word) At(ulong address)
    {
        if (elements?.ElementAt(address) is { } element) return (element, runtime.WordAt((long)(address - element)));
        return (null, RunPages.NameOf(pages.After.MappingOf(address / (ulong)Environment.SystemPageSize)));
    }
}
