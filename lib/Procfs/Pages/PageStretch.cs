namespace CowNotebooks.Procfs.Pages;

/// <summary>Neighbouring pages of one mapping, whose traits lie one after the other, a byte for each page. Some of them may have none.</summary>
/// <param name="FirstPage">The first page number: address divided by page size.</param>
/// <param name="Offset">Where the byte of the first page is.</param>
/// <param name="Count">How many pages.</param>
internal readonly record struct PageStretch(ulong FirstPage, int Offset, int Count);
