using CowNotebooks.Sizing.Layout;

namespace CowNotebooks.Sizing;

/// <summary>
/// Where an object is. An address holds only until the next collection moves the object; ask again after one.
/// <code>
///    address - 8   +----------------------+
///                  | padding (4 bytes)    |
///    address - 4   +----------------------+
///                  | header word (4)      |  thin lock, hash code or sync block index: lock and GetHashCode write here
///    address       +----------------------+  &lt;- what a reference holds
///                  | MethodTable* (8)     |  a blocking collection marks here
///    address + 8   +----------------------+
///                  | fields, or length    |
///                  | and elements         |
///                  +----------------------+
/// </code>
/// The next object's padding and header word follow at once. Source: dotnet/runtime, src/coreclr/vm/object.h and syncblk.h.
/// </summary>
public static class ObjectAddress
{
    /// <summary>The value of the reference: the address of the MethodTable pointer.</summary>
    public static nuint Of(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return ObjectLayout.Address(obj);
    }

    /// <summary>The address of the 4-byte header word, where locks and hash codes are kept.</summary>
    public static nuint HeaderWord(object obj) => Of(obj) - ObjectLayout.HeaderWordBefore;
}
