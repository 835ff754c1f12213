namespace CowNotebooks.Lab.Pages;

/// <summary>The objects of one type on copied pages, and how they differ from the parent's.</summary>
/// <param name="Type">The name of the type.</param>
/// <param name="AreElements">True for the elements of the heap; false for what holds them and what they hold.</param>
/// <param name="Objects">How many have at least one byte on copied pages.</param>
/// <param name="Bytes">How many of their bytes were copied.</param>
/// <param name="DifferingObjects">How many of them differ; null when the bytes were not compared.</param>
/// <param name="DifferingBytes">In how many bytes; null when the bytes were not compared.</param>
public sealed record CopiedType(string Type, bool AreElements, long Objects, long Bytes, long? DifferingObjects, long? DifferingBytes)
{
    internal static CopiedType Of(TypeOnPages type, PageDiff? diff)
    {
        var differing = diff?.Types.FirstOrDefault(one => one.Type == type.Type && one.AreElements == type.AreElements) ?? new(type.Type, type.AreElements, 0, 0);
        return new(type.Type, type.AreElements, type.Objects, type.Bytes, diff is null ? null : differing.Objects, diff is null ? null : differing.Bytes);
    }
}
