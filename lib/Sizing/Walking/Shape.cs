namespace CowNotebooks.Sizing.Walking;

/// <summary>How the references of an object are found.</summary>
internal enum Shape
{
    /// <summary>There are none.</summary>
    Leaf,

    /// <summary>In runs at offsets that are the same in every object of the type.</summary>
    Fields,

    /// <summary>An array of references.</summary>
    References,

    /// <summary>An array of structs with references inside.</summary>
    Structs,
}
