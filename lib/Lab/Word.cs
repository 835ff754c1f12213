using System.Runtime.CompilerServices;
using CowNotebooks.Lab.Catalogues;

namespace CowNotebooks.Lab;

/// <summary>A word of an object, by its runtime's name for it.</summary>
/// <param name="Name">"reference count", "header word", "field".</param>
public sealed record Word(string Name)
{
    /// <summary>CPython: the reference count, which reading an object writes.</summary>
    public static Word ReferenceCount { get; } = Named();

    /// <summary>.NET: the header word, where locks and identity hash codes are kept.</summary>
    public static Word HeaderWord { get; } = Named();

    /// <summary>.NET: the first field, or the element of an array of numbers.</summary>
    public static Word Field { get; } = Named();

    private static Word Named([CallerMemberName] string property = "") => new(SugarName.Of(property, ' '));
}
