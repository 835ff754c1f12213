using CowNotebooks.Sizing.Layout;

namespace CowNotebooks.Sizing;

/// <summary>The size of one object, without what it refers to.</summary>
public static class ShallowSize
{
    /// <summary>Bytes on the heap: header, MethodTable pointer, fields or elements, aligned to 8 as the garbage collector does.</summary>
    /// <exception cref="LayoutNotUnderstoodException">The runtime is not one whose layout this library knows.</exception>
    public static long Of(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        SelfCheck.Require();
        return ObjectLayout.Bytes(obj);
    }
}
