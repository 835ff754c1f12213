using CowNotebooks.Procfs.Pages;

namespace CowNotebooks.Lab.Pages;

/// <summary>The bytes of the child's copied pages beside those of the parent's pages at the same addresses, after the last slice.</summary>
/// <param name="Identical">The copied pages in which not one byte differs: each write restored or repeated the original value.</param>
/// <param name="Differing">The others.</param>
/// <param name="DifferingBytes">How many bytes differ, in all.</param>
/// <param name="Words">The same by word, most bytes first.</param>
/// <param name="Types">The same by the type of the heap's objects, most bytes first; bytes of no object are left out.</param>
/// <param name="Examples">The first differing byte of each of the first differing pages, at most 20.</param>
public sealed record PageDiff(
    PageRanges Identical, PageRanges Differing, long DifferingBytes, IReadOnlyList<WordDiff> Words, IReadOnlyList<TypeDiff> Types, IReadOnlyList<ByteDiff> Examples)
{
    /// <summary>Which bytes differ in the first of the differing pages: as many pages as have 4,096 stretches of differing bytes together.</summary>
    public IReadOnlyList<DifferingBytes> Bytes { get; init; } = [];

    /// <summary>"7,849 of 7,902 copied pages are identical to the original."</summary>
    public override string ToString() =>
        Invariant($"{Identical.Count:N0} of {Identical.Count + Differing.Count:N0} copied pages are identical to the original.");
}

/// <summary>The bytes of a page that differ.</summary>
/// <param name="Page">Its number: address divided by page size.</param>
/// <param name="Stretches">Neighbouring bytes, in order: where the first lies in the page, and how many.</param>
public sealed record DifferingBytes(ulong Page, IReadOnlyList<(int First, int Count)> Stretches);

/// <summary>How much one kind of word differs.</summary>
/// <param name="Word">Which word of an object ("header word", "reference count"), or which mapping when it belongs to no object of the heap.</param>
/// <param name="Objects">In how many objects it differs; 0 for a mapping.</param>
/// <param name="Bytes">How many bytes of it differ.</param>
public sealed record WordDiff(string Word, long Objects, long Bytes);

/// <summary>How much the objects of one type differ.</summary>
/// <param name="Type">The name of the type.</param>
/// <param name="AreElements">True for the elements of the heap; false for what holds them and what they hold.</param>
/// <param name="Objects">How many of them differ.</param>
/// <param name="Bytes">In how many bytes.</param>
public sealed record TypeDiff(string Type, bool AreElements, long Objects, long Bytes);

/// <summary>A byte that differs.</summary>
/// <param name="Address">Where.</param>
/// <param name="Owner">The object of the heap that it belongs to; null when it belongs to none.</param>
/// <param name="Word">The word of that object, or the mapping.</param>
/// <param name="Parent">What the parent has there.</param>
/// <param name="Child">What the child has there.</param>
public sealed record ByteDiff(ulong Address, PlacedObject? Owner, string Word, byte Parent, byte Child);
