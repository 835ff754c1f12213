namespace CowNotebooks.Sizing.Walking;

/// <summary>How the references of an object are found.</summary>
internal enum Shape
{
    /// <summary>There are none.</summary>
    Leaf,

    /// <summary>In series at offsets that are the same in every object of the type.</summary>
    Fields,

    /// <summary>An array of references, or of structs that have nothing else: the runtime describes both alike.</summary>
    References,

    /// <summary>An array of structs with references and other fields inside.</summary>
    Structs,
}
