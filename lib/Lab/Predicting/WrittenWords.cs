namespace CowNotebooks.Lab.Predicting;

/// <summary>The words of a heap's elements that a workload writes.</summary>
internal enum WrittenWords
{
    /// <summary>It writes none.</summary>
    None,

    /// <summary>The word that the runtime keeps for itself: the sync block word of .NET, the reference count of CPython.</summary>
    Headers,

    /// <summary>A field of the element.</summary>
    Fields,
}
